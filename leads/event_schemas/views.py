"""The schemas at their addresses: for anybody, from any page, made without the database."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from leads.api.problems import Problem
from leads.event_schemas.schemas import BY_FILE_NAME, addresses, schema_of

SECONDS_KEPT = 3_600


def for_every_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """CORS: what is public and the same for everybody may be read from any origin. Refusals and 304 too."""

    @wraps(view)
    def answered(request: HttpRequest, **values: str) -> HttpResponse:
        response = view(request, **values)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answered


@for_every_page
@require_safe
@conditional_page
def list_event_schemas(request: HttpRequest) -> HttpResponse:
    """Where the schema of each type is, by type."""
    return document(addresses(), content_type="application/json")


@for_every_page
@require_safe
@conditional_page
def event_schema(request: HttpRequest, file_name: str) -> HttpResponse:
    event_type = BY_FILE_NAME.get(file_name)
    if event_type is None:
        detail = "There is no such event, or no such version of it. The list is at /webhooks/schemas/."
        return Problem(HTTPStatus.NOT_FOUND, detail).response()
    return document(schema_of(event_type), content_type="application/schema+json")


def document(values: Mapping[str, Any], *, content_type: str) -> JsonResponse:
    response = JsonResponse(values, content_type=content_type, json_dumps_params={"indent": 2})
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response
