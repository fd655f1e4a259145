"""The API as it is mounted, and its OpenAPI document."""

import json
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from leads.api import calls, consult_requests, events, leads, people
from leads.api.cross_origin import readable_by_its_page
from leads.api.guards import guarded
from leads.api.problems import PROBLEM_TYPE, Problem, ProblemBody, answer_with_problems, not_found
from leads.api.storage import with_a_store

DESCRIPTION = """Consult requests and phone calls, from landing pages and call services. Leads, people and events.

Every request carries `Authorization: Bearer cft_…`. Refusals are `application/problem+json` (RFC 9457)."""

REFUSALS = {
    HTTPStatus.BAD_REQUEST: "Malformed: no JSON, a value of another type, no fit key, cursor or parameter.",
    HTTPStatus.UNAUTHORIZED: "No valid token.",
    HTTPStatus.FORBIDDEN: "The token is not for this page, or has not the scope of this operation.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or it is another clinic's.",
    HTTPStatus.CONFLICT: "The clinic takes no requests at present; or the person was merged into another.",
    HTTPStatus.PRECONDITION_FAILED: "It was changed since: `current` and `last_change` say what, when, by whom.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not said to be JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value is missing or wrong, or the key came before with other content.",
    HTTPStatus.PRECONDITION_REQUIRED: "Name what the change was made on: `If-Match` with the ETag.",
    HTTPStatus.TOO_MANY_REQUESTS: "Wait as long as `Retry-After` says.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not received. Send it again after `Retry-After`, under the same key.",
}
HEADERS_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}

ALWAYS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
WITH_BODY = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
CHANGE = {*WITH_BODY, HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED}
REFUSALS_BY_OPERATION = {
    "createConsultRequest": {*WITH_BODY, HTTPStatus.CONFLICT},
    # A phone rings at a closed clinic too, and whoever called it must not be lost.
    "logCall": WITH_BODY,
    "listLeads": {HTTPStatus.UNPROCESSABLE_ENTITY},
    "getLead": {HTTPStatus.NOT_FOUND},
    "changeLead": CHANGE,
    "getPerson": {HTTPStatus.NOT_FOUND},
    "changePerson": {*CHANGE, HTTPStatus.CONFLICT},
    "listEvents": {HTTPStatus.UNPROCESSABLE_ENTITY},
}
WITH_ETAG = {"getLead", "changeLead", "getPerson", "changePerson"}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of the answer that the change was made on, in its quotes.",
    "schema": {"type": "string", "pattern": '^"[!#-~]{1,64}"$', "examples": ['"3"']},
}


class StorableJSON(Parser):
    """Refuses what JSON can write and no database can store: half a character, as an escape sequence."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = super().parse_body(request)
        json.dumps(body, ensure_ascii=False).encode()
        return body


class CarefrontAPI(NinjaAPI):
    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """With the refusals: django-ninja would describe them as `application/json`."""
        document = super().get_openapi_schema(**asked)
        document["components"]["schemas"]["Problem"] = ProblemBody.model_json_schema() | {"title": "Problem"}
        for operations in document["paths"].values():
            for operation in operations.values():
                name = operation["operationId"]
                told = ALWAYS | REFUSALS_BY_OPERATION[name]
                operation["responses"] |= {status.value: refusal(status) for status in REFUSALS if status in told}
                operation["security"] = [{"BearerToken": [operation.pop("x-required-scope")]}]
                if name in WITH_ETAG:
                    operation["responses"][200]["headers"] = {"ETag": {"schema": {"type": "string"}}}
                if HTTPStatus.PRECONDITION_REQUIRED in told:
                    operation["parameters"].append(IF_MATCH)
        return document

    @property
    def urls(self) -> Any:
        """With problems where django-ninja answers in plain text, or Django with a page."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            pattern.callback = without_plain_refusals(pattern.callback)  # type: ignore[arg-type]
        return [*patterns, re_path("", no_such_operation)], app_name, namespace


def without_plain_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        response = view(request, **values)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        headers = {"Allow": response["Allow"]}
        return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "This address knows other methods.", headers=headers).response()

    return answered


@csrf_exempt
def no_such_operation(request: HttpRequest) -> HttpResponse:
    return not_found().response()


def refusal(status: HTTPStatus) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": REFUSALS[status],
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if header := HEADERS_BY_STATUS.get(status):
        described["headers"] = {header: {"schema": {"type": "string"}}}
    return described


def kept_for_an_hour(view: partial[Any]) -> Any:
    return cache_control(public=True, max_age=3600)(view)


api = CarefrontAPI(
    title="Carefront",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    parser=StorableJSON(),
    docs_url=None,  # a page of its own would load scripts; docs/api.md is for people
    docs_decorator=kept_for_an_hour,
    servers=[{"url": settings.BASE_URL or "/"}],
)
answer_with_problems(api)
api.add_decorator(guarded, mode="view")
api.add_decorator(with_a_store, mode="view")
api.add_decorator(readable_by_its_page, mode="view")
api.add_router("", consult_requests.router)
api.add_router("", calls.router)
api.add_router("", leads.router)
api.add_router("", people.router)
api.add_router("", events.router)
