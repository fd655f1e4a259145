"""The JSON door for landing pages and call services: the same names, rules and storage as the form."""

import json
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leads.forms import ConsultRequestForm
from leads.intake import ConsultFormClosed
from leads.models import ApiToken
from leads.not_received import RETRY_AFTER_SECONDS
from leads.spool.segments import SpoolUnavailable
from leads.stores import Receipt, Store, answered
from leads.submission import SubmissionKeyReused
from protection.identifiers import uuid7
from protection.limits import limited
from sites.models import Clinic

log = structlog.get_logger("carefront.intake")

LONGEST_KEY = 200


class Problem(Exception):
    """A refusal as RFC 9457 describes it: `application/problem+json`."""

    def __init__(self, status: HTTPStatus, detail: str, *, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors

    def response(self) -> JsonResponse:
        body: dict[str, Any] = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        if self.errors:
            body["errors"] = self.errors
        response = JsonResponse(body, status=self.status, content_type="application/problem+json")
        if self.status == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = "Bearer"
        return response


@csrf_exempt  # a token is asked for and no cookie is looked at
@require_POST
@limited("api")
@never_cache
def create_consult_request(request: HttpRequest) -> HttpResponse:
    """201 `{id, status}`; the same `Idempotency-Key` and body again: the same answer; another body: 422.

    Also while the database is away; 503 only where a request can be stored nowhere.
    """
    receipt = Receipt(id=uuid7(), at=timezone.now())
    try:
        return answered(lambda store: take_request(request, store, receipt))
    except Problem as problem:
        return problem.response()
    except SpoolUnavailable as error:
        log.exception("consult request not stored", reason=str(error))
        detail = "This was not received. Send it again, with the same Idempotency-Key."
        response = Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail).response()
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def take_request(request: HttpRequest, store: Store, receipt: Receipt) -> HttpResponse:
    token = token_of(request, store)
    key = idempotency_key_of(request)
    values = values_of(request)
    clinic = clinic_for(token, values, store)
    form = store.form(values, clinic=clinic)
    refuse_invalid(form)
    submission = form.submission_from(source="api", scope=f"api:{token.pk}", key=key)
    try:
        stored_id = store.record(submission, clinic=clinic, receipt=receipt)
    except ConsultFormClosed as closed:
        taker = clinic.patients_go_to
        where = f" Its patients go to {taker.slug}." if taker else ""
        raise Problem(HTTPStatus.CONFLICT, f"This clinic takes no requests at present.{where}") from closed
    except SubmissionKeyReused as reused:
        detail = "This Idempotency-Key came before with other content. Nothing was changed."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail) from reused
    return JsonResponse({"id": str(stored_id), "status": "received"}, status=HTTPStatus.CREATED)


def token_of(request: HttpRequest, store: Store) -> ApiToken:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    token = None
    if scheme.lower() == "bearer" and text.isascii():
        token = store.token_with(ApiToken.digest_of(text.strip()))
    if token is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Send a valid token: Authorization: Bearer cft_…")
    return token


def idempotency_key_of(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Problem(HTTPStatus.BAD_REQUEST, "Send an Idempotency-Key header of 1 to 200 characters.")
    return key


def values_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object's values as a form would post them: an absent or false box is not there."""
    try:
        values = json.loads(request.body)
        json.dumps(values, ensure_ascii=False).encode()  # half a character can be escaped in JSON and stored nowhere
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from error
    if not isinstance(values, dict) or not all(isinstance(each, str | bool) for each in values.values()):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is an object whose values are strings and booleans.")
    return {name: "on" if value is True else value for name, value in values.items() if value is not False}


def refuse_invalid(form: ConsultRequestForm) -> None:
    if not form.is_valid():
        errors = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some values are missing or wrong.", errors=errors)


def clinic_for(token: ApiToken, values: dict[str, Any], store: Store) -> Clinic:
    """The clinic asked for, if the token may ask it. A token of one clinic need not name it."""
    clinic = store.clinic_of_token(token, str(values.setdefault("clinic", "")))
    if clinic is None:
        errors = {"clinic": ["No clinic of this token has this slug."]}
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some values are missing or wrong.", errors=errors)
    values["clinic"] = clinic.slug
    return clinic
