"""POST /hooks/mail/<provider>/: what a mail provider tells of letters that it took for us.

Anymail checks who sent it and reads it: https://anymail.dev/en/stable/sending/tracking/. A report of nobody's is 403,
one that cannot be read is 400, and neither changes anything. No address is logged.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden, HttpResponseNotFound
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from integrations.channels.email import DELIVERY
from integrations.mail_providers import MailProvider, heard
from integrations.models import MailReport
from leads.email_addresses import normalise_email
from leads.messages.returned import ToldOfLetter, take_report
from leads.not_received import RETRY_AFTER_SECONDS
from protection.database_errors import DATABASE_AWAY
from protection.request_bodies import JSON_TYPES, UnreadableBody, read_body

log = structlog.get_logger("carefront.mail")

LARGEST_BODY = 500_000  # bytes; some providers send the letter's headers or a dump of the bounce with it
LONGEST_ADDRESS = 320

Kind = MailReport.Kind
# Others, such as "opened", we neither ask for nor keep. What bounced is told apart by the provider's own reason.
KIND_BY_TYPE = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.DEFERRED: Kind.SOFT_BOUNCED,
    EventType.BOUNCED: Kind.SOFT_BOUNCED,
    EventType.REJECTED: Kind.SOFT_BOUNCED,
    EventType.FAILED: Kind.SOFT_BOUNCED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
}
MAY_BE_HARD = {EventType.BOUNCED, EventType.REJECTED}
# What reading JSON of any shape may end in: anymail takes it that a provider sends what it documents.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, RecursionError)


@csrf_exempt  # the signature or password says who sent it; no cookie has a part in it
@require_http_methods(["POST", "HEAD"])
def receive_mail_report(request: HttpRequest, provider: str) -> HttpResponse:
    """HEAD is how some providers try an address out."""
    service = heard(provider, settings.ANYMAIL) if provider == settings.MAIL_PROVIDER else None
    if service is None:
        return HttpResponseNotFound()
    if request.method == "HEAD":
        return HttpResponse()
    try:
        told = reports_in(request, service, name=provider)
        news = [take_report(each, at=timezone.now()) for each in told]
    except (AnymailWebhookValidationFailure, Unreadable) as refused:
        return HttpResponseBadRequest() if isinstance(refused, Unreadable) else HttpResponseForbidden()
    except UnreadableBody as refused:
        return refused.response()
    except DATABASE_AWAY:
        log.warning("mail report not received")
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    log.info("mail report", provider=provider, kinds=[each.kind.value for each in told], news=sum(news))
    return HttpResponse()


class Unreadable(ValueError):
    """Not what the provider documents."""


def reports_in(request: HttpRequest, service: MailProvider, *, name: str) -> list[ToldOfLetter]:
    """What of it we keep.

    Raises:
        AnymailWebhookValidationFailure: the provider did not send it.
        Unreadable, UnreadableBody
    """
    body = read_body(request, types=JSON_TYPES, largest=LARGEST_BODY)
    view = import_string(service.report_view)()
    try:
        view.run_validators(request)
        if not isinstance(json.loads(body), dict):
            raise Unreadable
        events = view.parse_events(request)
        return [told for event in events if (told := read(event, service, name=name))]
    except (*UNREADABLE, ImproperlyConfigured) as error:  # the last: another kind of webhook came here
        raise Unreadable from error


def read(event: AnymailTrackingEvent, service: MailProvider, *, name: str) -> ToldOfLetter | None:
    kind = KIND_BY_TYPE.get(event.event_type)
    if kind is None:
        return None
    if event.event_type in MAY_BE_HARD and is_hard(event.esp_event, service):
        kind = Kind.BOUNCED
    now = timezone.now()
    at = event.timestamp if isinstance(event.timestamp, datetime) and event.timestamp.tzinfo else now
    return ToldOfLetter(
        kind=kind,
        key=key_of(event, kind, name=name),
        delivery_id=delivery_id_of(event.metadata),
        address=address_of(event.recipient),
        reported_at=min(at, now),
    )


def is_hard(told: object, service: MailProvider) -> bool:
    return any(value_at(told, path) in service.hard for path in service.hard_at)


def value_at(told: object, path: tuple[str, ...]) -> str:
    for name in path:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, str) else ""


def key_of(event: AnymailTrackingEvent, kind: MailReport.Kind, *, name: str) -> str:
    """The provider's own id where it gives one, which is not the time of its sending again."""
    own: tuple[Any, ...] = (event.event_id,) if event.event_id else (event.message_id, event.recipient, event.timestamp)
    # A lone surrogate, which JSON can write and UTF-8 cannot, must not be an error.
    return hashlib.sha256(repr((name, kind.value, *own)).encode("utf-8", "backslashreplace")).hexdigest()


def delivery_id_of(metadata: object) -> UUID | None:
    """What we gave with the letter; None for one that is not ours."""
    try:
        return UUID(hex=value_at(metadata, (DELIVERY,)))
    except ValueError:
        return None


def address_of(recipient: object) -> str:
    if not isinstance(recipient, str) or len(recipient) > LONGEST_ADDRESS:
        return ""
    try:
        return normalise_email(recipient)
    except ValidationError:
        return ""
