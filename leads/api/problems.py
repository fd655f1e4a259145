"""Refusals as RFC 9457 describes them: `application/problem+json`. None of them repeats a value that was sent."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from leads.not_received import RETRY_AFTER_SECONDS

PROBLEM_TYPE = "application/problem+json"

# What each kind is: `type` of a problem, in docs/api.md. The first of a status is meant where nothing says more.
KINDS = {
    "malformed": HTTPStatus.BAD_REQUEST,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "scope-missing": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "clinic-closed": HTTPStatus.CONFLICT,
    "person-merged": HTTPStatus.CONFLICT,
    "gone": HTTPStatus.GONE,
    "length-required": HTTPStatus.LENGTH_REQUIRED,
    "stale": HTTPStatus.PRECONDITION_FAILED,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not-json": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong-values": HTTPStatus.UNPROCESSABLE_ENTITY,
    "key-reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "move-not-allowed": HTTPStatus.UNPROCESSABLE_ENTITY,
    "lost-reason-missing": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not-their-clinic": HTTPStatus.UNPROCESSABLE_ENTITY,
    "if-match-missing": HTTPStatus.PRECONDITION_REQUIRED,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
    "not-received": HTTPStatus.SERVICE_UNAVAILABLE,
}
KIND_BY_STATUS = {status: kind for kind, status in reversed(KINDS.items())}
URN = "urn:carefront:problem:"
WRONG_VALUES = "Some values are missing or wrong."


class ProblemBody(BaseModel):
    """What went wrong, and what to do about it."""

    type: str = Field(
        description="What kind of problem, for programs; docs/api.md lists them.", examples=[f"{URN}stale"]
    )
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] = Field(
        {},
        description="Messages by the field's name; `__all__` for those of no one field. Only where values are wrong.",
    )
    current: dict[str, Any] = Field({}, description="Of a stale change: what you would have overwritten, as it is now.")
    last_change: dict[str, Any] = Field({}, description="Of a stale change: what was done meanwhile, when, by whom.")


class Problem(Exception):
    """A refusal, with headers such as `Retry-After` where they help."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        kind: str = "",
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers
        self.kind, self.more = kind or KIND_BY_STATUS[status], more

    def response(self) -> JsonResponse:
        body: dict[str, Any] = {
            "type": URN + self.kind,
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **(self.more or {}),
        }
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


def not_found() -> Problem:
    """Also for what is another clinic's: nobody can tell which."""
    return Problem(HTTPStatus.NOT_FOUND, "There is no such thing, or it is not this token's.")


def too_large() -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than any request needs to be.")


def of_validation(error: ValidationError) -> Problem:
    """400 for what has not the shape that the OpenAPI document asks for, 422 for a shape with wrong values in it."""
    errors: dict[str, list[str]] = {}
    is_malformed = False
    for each in error.errors:
        # Where pydantic met it: "header" and the name, or "body", our argument's name, then the field.
        source, *way = each["loc"]
        if source == "path":
            return not_found()
        is_malformed |= source == "query"
        field = str((way if source in {"header", "query"} else way[1:] or ["__all__"])[0])
        errors.setdefault(field.replace("idempotency_key", "Idempotency-Key"), []).append(each["msg"])
        kind = each["type"]
        # A rule about the whole body is one of values: the body was read.
        is_whole = not way[1:] and kind != "value_error"
        is_malformed |= source == "header" or is_whole or kind.endswith(("_type", "_parsing", "_unicode"))
    if not is_malformed:
        return wrong_values(errors)
    if "Idempotency-Key" in errors:
        return Problem(HTTPStatus.BAD_REQUEST, "Send an Idempotency-Key header of 1 to 200 characters.", errors=errors)
    what = "query's parameters" if all(each["loc"][0] == "query" for each in error.errors) else "body"
    detail = f"The {what} must have the shape and types of /api/v1/openapi.json."
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
