"""The JSON door for landing pages and call services: the same names, rules and storage as the form."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leads.forms import ConsultRequestForm
from leads.intake import ConsultFormClosed, SubmissionKeyReused, record_consult_request
from leads.models import ApiToken
from leads.not_received import DATABASE_AWAY, RETRY_AFTER_SECONDS
from protection.limits import limited
from protection.request_bodies import JSON_TYPES, LARGEST_BODY, MOST_FIELDS, UnreadableBody, read_body
from sites.models import Clinic

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
    """201 `{id, status}`; the same `Idempotency-Key` and body again: the same answer; another body: 422."""
    try:
        token = token_of(request)
        key = idempotency_key_of(request)
        values = values_of(request)
        clinic = clinic_for(token, values)
        form = ConsultRequestForm(values, clinic=clinic)
        refuse_invalid(form)
        submission = form.submission_from(source="api", scope=f"api:{token.pk}", key=key)
        stored = record_consult_request(submission, clinic=clinic, requested_at=timezone.now())
    except Problem as problem:
        return problem.response()
    except ConsultFormClosed:
        taker = clinic.patients_go_to
        where = f" Its patients go to {taker.slug}." if taker else ""
        return Problem(HTTPStatus.CONFLICT, f"This clinic takes no requests at present.{where}").response()
    except SubmissionKeyReused:
        detail = "This Idempotency-Key came before with other content. Nothing was changed."
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail).response()
    except DATABASE_AWAY:
        detail = "This was not received. Send it again, with the same Idempotency-Key."
        response = Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail).response()
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return JsonResponse({"id": str(stored.pk), "status": "received"}, status=HTTPStatus.CREATED)


def token_of(request: HttpRequest) -> ApiToken:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    token = None
    if scheme.lower() == "bearer" and text.isascii():
        token = ApiToken.objects.filter(digest=ApiToken.digest_of(text.strip()), revoked_at__isnull=True).first()
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
        body = read_body(request, types=JSON_TYPES, largest=LARGEST_BODY).decode()
        values = json.loads(body)
        json.dumps(values, ensure_ascii=False).encode()  # half a character, "\ud83d", is no text
    except UnreadableBody as refused:
        raise Problem(refused.status, refused.words) from refused
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON in UTF-8.") from error
    if not isinstance(values, dict) or not all(isinstance(each, str | bool) for each in values.values()):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is an object whose values are strings and booleans.")
    if len(values) > MOST_FIELDS:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body has too many values.")
    return {name: "on" if value is True else value for name, value in values.items() if value is not False}


def refuse_invalid(form: ConsultRequestForm) -> None:
    if not form.is_valid():
        errors = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some values are missing or wrong.", errors=errors)


def clinic_for(token: ApiToken, values: dict[str, Any]) -> Clinic:
    """The clinic asked for, if the token may ask it. A token of one clinic need not name it."""
    clinics = Clinic.objects.all()
    if token.clinic_id:
        clinics = clinics.filter(pk=token.clinic_id)
    slug = str(values.setdefault("clinic", ""))
    if slug or not token.clinic_id:
        clinics = clinics.filter(slug=slug.replace("\x00", ""))
    clinic = clinics.first()
    if clinic is None:
        errors = {"clinic": ["No clinic of this token has this slug."]}
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some values are missing or wrong.", errors=errors)
    values["clinic"] = clinic.slug
    return clinic
