"""Whose request is it? A bearer token, and the page that may hold it."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja.security.base import AuthBase

from leads.api.problems import Problem
from leads.api.storage import store_of
from leads.models import ApiToken


class BearerToken(AuthBase):
    """`Authorization: Bearer cft_…`. Not django-ninja's HttpBearer, which logs the header of a wrong scheme."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from `manage.py add_api_token` or the admin's API tokens."

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The active token, or None for a 401."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.isascii():
            return None
        token = store_of(request).token_with(ApiToken.digest_of(text.strip()))
        if token:
            refuse_foreign_page(token, request)
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
