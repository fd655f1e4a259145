"""Refusals as RFC 9457 describes them: `application/problem+json`. None of them repeats a value that was sent."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from leads.not_received import RETRY_AFTER_SECONDS

PROBLEM_TYPE = "application/problem+json"
WRONG_VALUES = "Some values are missing or wrong."


class ProblemBody(BaseModel):
    """What went wrong, and what to do about it."""

    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] = {}
    """Messages by the field's name; `__all__` for those of no one field. Only where values are wrong."""


class Problem(Exception):
    """A refusal, with headers such as `Retry-After` where they help."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers

    def response(self) -> JsonResponse:
        body: dict[str, Any] = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        if self.errors:
            body["errors"] = dict(self.errors)
        return JsonResponse(body, status=self.status.value, content_type=PROBLEM_TYPE, headers=dict(self.headers or {}))


def unauthorized() -> Problem:
    detail = "Send a valid token: Authorization: Bearer cft_…"
    return Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def not_received() -> Problem:
    """It could be stored nowhere for certain: the same key makes sending again safe."""
    detail = "This was not received. Send it again, with the same Idempotency-Key or call_id."
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def wrong_values(errors: Mapping[str, list[str]]) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, WRONG_VALUES, errors=errors)


def too_large() -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than any request needs to be.")


def of_validation(error: ValidationError) -> Problem:
    """400 for what has not the shape that the OpenAPI document asks for, 422 for a shape with wrong values in it."""
    errors: dict[str, list[str]] = {}
    is_malformed = False
    for each in error.errors:
        # Where pydantic met it: "header" and the name, or "body", our argument's name, then the field.
        source, *way = each["loc"]
        field = str((way if source == "header" else way[1:] or ["__all__"])[0])
        errors.setdefault(field.replace("idempotency_key", "Idempotency-Key"), []).append(each["msg"])
        kind = each["type"]
        is_malformed |= source == "header" or not way[1:] or kind.endswith(("_type", "_parsing", "_unicode"))
    if not is_malformed:
        return wrong_values(errors)
    if "Idempotency-Key" in errors:
        return Problem(HTTPStatus.BAD_REQUEST, "Send an Idempotency-Key header of 1 to 200 characters.", errors=errors)
    detail = "The body is a JSON object whose values have the types of /api/v1/openapi.json."
    return Problem(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def answer_with_problems(api: NinjaAPI) -> None:
    """Answer what the API refuses by itself in the same form. A bug stays a bug: Django answers and reports it."""

    problems: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda problem: problem,
        AuthenticationError: lambda _: unauthorized(),
        ValidationError: of_validation,
        # The only other one that django-ninja raises here.
        HttpError: lambda _: Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON."),
        RequestDataTooBig: lambda _: too_large(),
        UnreadablePostError: lambda _: Problem(HTTPStatus.BAD_REQUEST, "The body broke off."),
        SuspiciousOperation: lambda _: Problem(HTTPStatus.BAD_REQUEST, "The request is malformed."),
        Exception: raise_again,
    }
    for kind, problem_of in problems.items():
        api.add_exception_handler(kind, answer_with(problem_of))


def answer_with(problem_of: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: problem_of(error).response()


def raise_again(error: Exception) -> Problem:
    raise error
