"""CORS: which pages of others a browser lets talk to us. Exact origins of active tokens, no wildcard, no cookies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from leads.models import ApiToken
from leads.spool.doors import origins_without_database
from protection.database_errors import DATABASE_AWAY

PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "7200",  # the longest that Chromium keeps
}

# Of the last look: for answers before any token was read, and for a database that is away.
_known_origins: frozenset[str] = frozenset()


def preflight(request: HttpRequest) -> HttpResponse:
    """A browser's question comes without the token: yes to an origin that any active token allows, else no word."""
    response = HttpResponse(status=204)
    patch_vary_headers(response, ["Origin"])
    if (origin := request.headers.get("Origin")) and origin in origins_of_all_tokens():
        response["Access-Control-Allow-Origin"] = origin
        for name, value in PREFLIGHT_HEADERS.items():
            response[name] = value
    return response


def origins_of_all_tokens() -> frozenset[str]:
    """One query; where the database is away what this machine knew last."""
    global _known_origins
    try:
        lists = ApiToken.objects.active().exclude(origins=[]).values_list("origins", flat=True)
        _known_origins = frozenset(origin for origins in lists for origin in origins)
    except DATABASE_AWAY:
        _known_origins |= origins_without_database()
    return _known_origins


def readable_by_its_page(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the page that the token is for read the answer; of one refused before its token was read, any known page."""

    @wraps(run)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        response = run(request, **values)
        patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin")
        token = getattr(request, "auth", None)
        if origin and origin in (token.origins if isinstance(token, ApiToken) else _known_origins):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "Retry-After"
        return response

    return answered
