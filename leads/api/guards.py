"""What is looked at before a request is read: how often its sender comes, how much they send, and of which type."""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from leads.api.problems import Problem, too_large
from protection.limits import seconds_to_wait
from protection.request_bodies import JSON_TYPES, UnreadableBody, check_utf8, read_body

# Every text and every answer of the form at its longest, each character escaped, fits.
LARGEST_BODY = 600_000  # bytes
WITH_BODY = ("POST", "PATCH")
METHODS = ("GET", *WITH_BODY)


def guarded(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse early and cheaply, and keep every answer out of caches."""

    @wraps(run)
    def checked(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            refuse_too_many(request, "api", methods=METHODS)
            if request.method in WITH_BODY:
                refuse_unfit_body(request)
            response = run(request, **values)
        except Problem as problem:
            response = problem.response()
        add_never_cache_headers(response)
        return response

    return checked


def refuse_too_many(request: HttpRequest, action: str, *, methods: Sequence[str] = ("POST",)) -> None:
    """Count a POST under `action` of `protection.limits`. Raises Problem above its rate."""
    if wait_seconds := seconds_to_wait(request, action, methods=methods):
        detail = "Too many requests from this address. Wait, then send the same again."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_seconds)})


def refuse_unfit_body(request: HttpRequest) -> None:
    """Read the body, if it is JSON in UTF-8 and no larger than any request needs to be."""
    try:
        check_utf8(read_body(request, types=JSON_TYPES, largest=LARGEST_BODY))
    except UnreadableBody as refused:
        if refused.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise too_large() from None
        if refused.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
            detail = "Send JSON in UTF-8: Content-Type: application/json."
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail) from None
        raise Problem(refused.status, "The body is malformed, broke off, or does not say its length.") from None
