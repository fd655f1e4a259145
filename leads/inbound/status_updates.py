"""POST /hooks/<endpoint-id>/: what the receivers of our webhooks tell us, signed with the secret of their endpoint."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError

from integrations.models import Endpoint
from integrations.signatures import ID_HEADER, InvalidSecret, InvalidSignature, verify
from leads.api.problems import Problem, wrong_values
from leads.assignment import NotTheirClinic
from leads.inbound.applying import (
    MessageIdReused,
    NoSuchLead,
    NoSuchStage,
    apply_update,
    digest_of,
    is_our_own,
)
from leads.inbound.envelopes import SUBJECT_BY_TYPE, Unreadable, Update, read_json, update_in, wrong_fields
from leads.models import InboundEvent
from leads.not_received import RETRY_AFTER_SECONDS
from leads.owners import OwnerUnknown
from leads.pipeline import LostReasonMissing, MoveNotAllowed
from protection.database_errors import DATABASE_AWAY
from protection.limits import seconds_for_program, seconds_to_wait
from protection.request_bodies import JSON_TYPES, UnreadableBody, read_body

log = structlog.get_logger("carefront.inbound")

LARGEST_BODY = 20_000  # bytes
AHEAD_AT_MOST_SECONDS = 300  # of our clock, as the signature's own time

WHY_REFUSED = {
    NoSuchStage: "data.stage is no stage of ours.",
    MoveNotAllowed: "The lead's stage does not lead to that one.",
    LostReasonMissing: "A lead is lost for a reason: send data.lost_reason.",
    NotTheirClinic: "Nobody who works this clinic's leads is named so.",
    OwnerUnknown: "Nobody who works this clinic's leads is named so.",
}
REFUSED = tuple(WHY_REFUSED)


def with_problems(view: Callable[[HttpRequest, UUID], HttpResponse]) -> Callable[[HttpRequest, UUID], HttpResponse]:
    @wraps(view)
    def answered(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
        try:
            return view(request, endpoint_id)
        except Problem as problem:
            return problem.response()
        except UnreadableBody as refused:
            return Problem(refused.status, "Send JSON in UTF-8, whole and with its length.").response()
        except DATABASE_AWAY:
            log.warning("status update not received")
            retry = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            detail = "This was not received. Send it again, under the same webhook-id."
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=retry).response()

    return answered


@csrf_exempt
@never_cache
@with_problems
def receive_status_update(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Take a signed status update. 200 says what came of it; the same id and body again get the same answer."""
    if request.method != "POST":
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "Post a signed event.", headers={"Allow": "POST"})
    refuse_more(seconds_to_wait(request, "hooks"))
    body = read_body(request, types=JSON_TYPES, largest=LARGEST_BODY)
    endpoint = Endpoint.objects.select_related("clinic").filter(pk=endpoint_id).first()
    if endpoint is None:
        raise no_such_endpoint()
    now = timezone.now()
    refuse_unsigned(request, body, endpoint, now=now)
    refuse_inactive(endpoint)
    refuse_more(seconds_for_program(request, "hooks-endpoint", who=str(endpoint.pk)))

    message_id = request.headers[ID_HEADER]
    if is_our_own(message_id):
        return ignored("echo")
    try:
        read = read_json(body)
        if read["type"] not in SUBJECT_BY_TYPE:
            return ignored("unknown_type", status=HTTPStatus.ACCEPTED)
        update = update_in(read)
        refuse_from_the_future(update)
        outcome = apply_update(
            update, endpoint=endpoint, message_id=message_id, digest=digest_of(body), received_at=now
        )
    except Unreadable as unreadable:
        raise Problem(HTTPStatus.BAD_REQUEST, str(unreadable)) from None
    except ValidationError as error:
        raise wrong_values(wrong_fields(error)) from None
    except NoSuchLead:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such lead, or it is not this endpoint's.") from None
    except MessageIdReused:
        detail = "This webhook-id came before with another body. Nothing was changed."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, kind="key-reused") from None
    except REFUSED as refusal:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, WHY_REFUSED[type(refusal)]) from None
    if outcome == InboundEvent.Outcome.APPLIED:
        return JsonResponse({"status": "applied"})
    return ignored(outcome.value)


def ignored(reason: str, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return JsonResponse({"status": "ignored", "reason": reason}, status=status)


def refuse_unsigned(request: HttpRequest, body: bytes, endpoint: Endpoint, *, now: datetime) -> None:
    """All that is wrong with a signature is one answer: who forges one learns nothing from it."""
    try:
        verify(body, request.headers, secrets=endpoint.secrets_at(now), now=now)
    except (InvalidSignature, InvalidSecret) as refusal:
        log.info("status update refused", endpoint=str(endpoint.pk), reason=str(refusal))
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "Sign it as Standard Webhooks says, with the endpoint's secret."
        ) from None


def refuse_inactive(endpoint: Endpoint) -> None:
    if endpoint.status == Endpoint.Status.DISABLED:
        raise Problem(HTTPStatus.GONE, "This endpoint is disabled. Send it nothing more.")
    if endpoint.status != Endpoint.Status.ACTIVE:
        raise no_such_endpoint()


def no_such_endpoint() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "There is no such endpoint, or it is paused.")


def refuse_more(wait_seconds: int) -> None:
    if wait_seconds:
        retry = {"Retry-After": str(wait_seconds)}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many. Wait, then send the same again.", headers=retry)


def refuse_from_the_future(update: Update) -> None:
    """It would be the newest for as long as nobody's clock has come so far."""
    if (update.timestamp - timezone.now()).total_seconds() > AHEAD_AT_MOST_SECONDS:
        raise wrong_values({"timestamp": ["is in the future"]})
