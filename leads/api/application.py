"""The API as it is mounted, and its OpenAPI document."""

import json
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.decorators.cache import cache_control
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from leads.api import calls, consult_requests
from leads.api.cross_origin import readable_by_its_page
from leads.api.guards import guarded
from leads.api.problems import PROBLEM_TYPE, ProblemBody, answer_with_problems
from leads.api.storage import with_a_store

DESCRIPTION = """Consult requests and phone calls, from landing pages and call services.

Every request carries `Authorization: Bearer cft_…`. Refusals are `application/problem+json` (RFC 9457)."""

REFUSALS = {
    HTTPStatus.BAD_REQUEST: "Malformed: no JSON, a value of another type, or no fit key.",
    HTTPStatus.UNAUTHORIZED: "No valid token.",
    HTTPStatus.FORBIDDEN: "The token is not for this page, or not for this operation.",
    HTTPStatus.CONFLICT: "The clinic takes no requests at present.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not said to be JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value is missing or wrong, or the key came before with other content.",
    HTTPStatus.TOO_MANY_REQUESTS: "Wait as long as `Retry-After` says.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not received. Send it again after `Retry-After`, under the same key.",
}
HEADERS_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}

# A phone rings at a closed clinic too, and whoever called it must not be lost.
NEVER_BY_OPERATION = {"logCall": {HTTPStatus.CONFLICT}}


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
                never = NEVER_BY_OPERATION.get(operation["operationId"], set())
                operation["responses"] |= {status.value: refusal(status) for status in REFUSALS if status not in never}
        return document


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
