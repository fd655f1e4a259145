"""Whose request is it, and may they? A bearer token with its scopes, and the page that may hold it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase

from leads.api.problems import Problem
from leads.api.storage import store_of
from leads.models import ApiToken
from leads.models.api_token import Scope
from protection.limits import seconds_for_program


class BearerToken(AuthBase):
    """`Authorization: Bearer cft_…`. Not django-ninja's HttpBearer, which logs the header of a wrong scheme."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from `manage.py add_api_token` or the admin's API tokens, with its scopes."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The active token, or None for a 401."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.isascii():
            return None
        token = store_of(request).token_with(ApiToken.digest_of(text.strip()))
        if token:
            refuse_foreign_page(token, request)
            refuse_without_scope(token, self.scope)
            refuse_too_much(token, request)
        return token


def refuse_foreign_page(token: ApiToken, request: HttpRequest) -> None:
    """A page's token is for that page: a preflight alone cannot tell, for it comes without the token."""
    origin = request.headers.get("Origin")
    if token.is_public and origin is not None and origin not in token.origins:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for pages of this origin.")


def refuse_without_scope(token: ApiToken, scope: Scope) -> None:
    if not token.may(scope):
        detail = f"This token may not do this: it has no scope {scope}."
        raise Problem(HTTPStatus.FORBIDDEN, detail, kind="scope-missing")


def refuse_too_much(token: ApiToken, request: HttpRequest) -> None:
    """Not of a page: everybody holds its token, so that one visitor could turn all others away."""
    if token.is_public:
        return
    if wait_seconds := seconds_for_program(request, "api-token", who=str(token.pk)):
        detail = "Too many requests with this token. Wait, then send the same again."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_seconds)})


def needs(scope: Scope) -> dict[str, Any]:
    """Arguments of an operation: who may, and how the OpenAPI document says so."""
    return {"auth": BearerToken(scope), "openapi_extra": {"x-required-scope": scope.value}}


def token_of(request: HttpRequest) -> ApiToken:
    """The token that got the request in."""
    token = getattr(request, "auth", None)
    assert isinstance(token, ApiToken)  # noqa: S101 - tells the type checker; every operation asks for one
    return token
