"""What is looked at before a request is read: how often its sender comes, how much they send, and of which type."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from leads.api.problems import Problem, too_large
from protection.limits import seconds_to_wait

# Every text and every answer of the form at its longest, each character escaped, fits.
LARGEST_BODY = 600_000  # bytes


def guarded(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse early and cheaply, and keep every answer out of caches."""

    @wraps(run)
    def checked(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            refuse_too_many(request, "api")
            if request.method == "POST":
                refuse_unfit_body(request)
            response = run(request, **values)
        except Problem as problem:
            response = problem.response()
        add_never_cache_headers(response)
        return response

    return checked


def refuse_too_many(request: HttpRequest, action: str) -> None:
    """Count a POST under `action` of `protection.limits`. Raises Problem above its rate."""
    if wait_seconds := seconds_to_wait(request, action):
        detail = "Too many requests from this address. Wait, then send the same again."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_seconds)})


def refuse_unfit_body(request: HttpRequest) -> None:
    if request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON: Content-Type: application/json.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
        raise too_large()
