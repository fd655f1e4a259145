"""Whose request is it? A bearer token, and the page that may hold it."""

from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from leads.api.problems import Problem
from leads.models import ApiToken


class BearerToken(AuthBase):
    """`Authorization: Bearer cft_…`. Not django-ninja's HttpBearer, which logs the header of a wrong scheme."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from `manage.py add_api_token` or the admin's API tokens."

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The active token, or None for a 401. A database that is away raises: see `problems.not_received`."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.isascii():
            return None
        tokens = ApiToken.objects.active().filter(digest=ApiToken.digest_of(text.strip()))
        token = tokens.select_related("clinic").first()
        if token:
            refuse_foreign_page(token, request)
            today = timezone.now().date()
            if token.last_used_on != today:
                tokens.mark_used(on=today)
        return token


def refuse_foreign_page(token: ApiToken, request: HttpRequest) -> None:
    """A page's token is for that page: a preflight alone cannot tell, for it comes without the token."""
    origin = request.headers.get("Origin")
    if token.is_public and origin is not None and origin not in token.origins:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for pages of this origin.")


def token_of(request: HttpRequest) -> ApiToken:
    """The token that got the request in."""
    token = getattr(request, "auth", None)
    assert isinstance(token, ApiToken)  # noqa: S101 - tells the type checker; every operation asks for one
    return token
