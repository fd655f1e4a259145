"""Events leave through here: stored with what caused them, sent by a worker after the commit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, models

from integrations.models import CrmConnection, Delivery, Endpoint, OutboxEvent
from protection.data_classes import BodiesByClass, DataClass, allowed_class
from sites.compiled_inserts import insert
from sites.compiled_queries import answers_to, compiled
from sites.models import Clinic


class PublishedOutsideTransaction(RuntimeError):
    """`publish` was called with no transaction open: the event could be kept and its cause lost, or the reverse."""


@dataclass(frozen=True)
class Letter:
    """A mail that an event asks for. The worker renders `emails/<template>.txt` in `language`.

    `values` reach this letter and no other receiver: links with tokens go here, not into the event's bodies. A letter
    to staff has none: they have no data class, so the gate could not hold them back.
    """

    template: str
    recipient: str
    language: str = "en"
    to_staff: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.to_staff and self.values:
            raise ValueError("A letter to staff carries what the event's reference body holds, and no values.")


@dataclass(frozen=True)
class PersonalMessage:
    """What somebody of the staff wrote to the person themselves, sent as it is: the one thing that may say anything.

    Its words reach this message alone: no endpoint and no other letter hears of them.
    """

    channel: Delivery.Channel
    """`EMAIL_PERSON` or `SMS`."""
    recipient: str
    """An e-mail address, or a phone in E.164."""
    words: Mapping[str, str]
    """What the channel asks for: see `integrations.channels.email` and `.sms`."""
    language: str = "en"
    due_at: datetime | None = None
    """Not before this; None: at once."""


@dataclass(frozen=True)
class Event:
    """What happened to one subject, cut by data class (see `protection.data_classes`)."""

    type: str
    subject_type: str
    subject_id: UUID
    clinic: Clinic | None
    bodies: BodiesByClass
    letters_only: bool = False
    """No endpoint hears of it, whatever it asked for."""
    letters: Sequence[Letter] = ()
    messages: Sequence[PersonalMessage] = ()


def publish(*events: Event, occurred_at: datetime, not_to: UUID | None = None) -> list[OutboxEvent]:
    """Store events and one delivery for each interested endpoint and letter, inside the caller's transaction.

    Few statements however many events. Not safe to repeat: the caller's own key must make the cause unique.

    Args:
        not_to: the endpoint that told us of what happened, which must not hear its own words again.

    Raises:
        PublishedOutsideTransaction: no transaction is open.
    """
    stored, deliveries = rows_to_publish(*events, occurred_at=occurred_at, not_to=not_to)
    insert([*stored, *deliveries])
    return stored


def rows_to_publish(
    *events: Event,
    occurred_at: datetime,
    endpoints: Sequence[Endpoint] | None = None,
    not_to: UUID | None = None,
    crm_connections: Sequence[CrmConnection] | None = None,
) -> tuple[list[OutboxEvent], list[Delivery]]:
    """What `publish` stores, for a caller who inserts it with rows of their own, in this order. Raises like it.

    Args:
        endpoints: those that take events, where the caller has asked for them and for CRM connections already.
        crm_connections: the live ones, likewise.
    """
    if not connection.in_atomic_block:
        raise PublishedOutsideTransaction(", ".join(event.type for event in events))
    stored = [
        OutboxEvent(
            type=event.type,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            clinic=event.clinic,
            occurred_at=occurred_at,
            bodies=event.bodies,
        )
        for event in events
    ]
    if endpoints is None or crm_connections is None:
        endpoints, crm_connections = answers_to(receiving_endpoints.asked(), live_crm_connections.asked())
    endpoints = [each for each in endpoints if each.pk != not_to]
    deliveries = []
    for event, row in zip(events, stored, strict=True):
        deliveries += [webhook_delivery(row, endpoint, due_at=occurred_at) for endpoint in interested(endpoints, event)]
        deliveries += [crm_delivery(row, each, due_at=occurred_at) for each in interested(crm_connections, event)]
        deliveries += [letter_delivery(row, letter, due_at=occurred_at) for letter in event.letters]
        deliveries += [message_delivery(row, message, due_at=occurred_at) for message in event.messages]
    return stored, deliveries


@compiled
def receiving_endpoints() -> models.QuerySet[Endpoint]:
    return Endpoint.objects.receiving().only("clinic", "events", "data_class")


@compiled
def live_crm_connections() -> models.QuerySet[CrmConnection]:
    return CrmConnection.objects.live().only("clinic", "events", "data_class")


def cancel_letters_about(subject_ids: Collection[UUID], *, at: datetime) -> int:
    """Send no more letters about these subjects to anybody but staff. Returns how many were still waiting. Repeatable.

    One that a worker has in its hands at this moment may still leave.
    """
    waiting = Delivery.objects.filter(state=Delivery.State.PENDING, channel=Delivery.Channel.EMAIL)
    return waiting.filter(event__subject_id__in=subject_ids).update(
        state=Delivery.State.CANCELLED, next_attempt_at=None, lease=None, finished_at=at
    )


def is_awaited(event: Event) -> bool:
    """Whether an endpoint takes it now. For events of which nobody else needs to know that they happened."""
    return bool(interested(list(Endpoint.objects.receiving()), event))


def interested[Receiver: (Endpoint, CrmConnection)](endpoints: Sequence[Receiver], event: Event) -> list[Receiver]:
    """The endpoints or CRM connections of the event's clinic and of the network that want its type."""
    if event.letters_only:
        return []
    clinic_id = event.clinic.pk if event.clinic else None
    return [each for each in endpoints if each.clinic_id in {None, clinic_id} and each.wants(event.type)]


def webhook_delivery(event: OutboxEvent, endpoint: Endpoint, *, due_at: datetime) -> Delivery:
    """A delivery, not yet saved, with the class that this endpoint gets now."""
    return Delivery(
        event=event,
        channel=Delivery.Channel.WEBHOOK,
        endpoint=endpoint,
        data_class=allowed_class("webhook", DataClass.named(endpoint.data_class)).slug,
        next_attempt_at=due_at,
    )


def crm_delivery(event: OutboxEvent, to: CrmConnection, *, due_at: datetime) -> Delivery:
    """A delivery, not yet saved, with the class that this connection gets now."""
    return Delivery(
        event=event,
        channel=Delivery.Channel.CRM,
        crm_connection=to,
        data_class=to.allowed_class.slug,
        next_attempt_at=due_at,
    )


def letter_delivery(event: OutboxEvent, letter: Letter, *, due_at: datetime) -> Delivery:
    channel = Delivery.Channel.EMAIL_STAFF if letter.to_staff else Delivery.Channel.EMAIL
    return Delivery(
        event=event,
        channel=channel,
        template=letter.template,
        recipient=letter.recipient,
        language=letter.language,
        letter_values=dict(letter.values) or None,
        data_class=allowed_class(channel.value, DataClass.CONTACT).slug,
        next_attempt_at=due_at,
    )


def message_delivery(event: OutboxEvent, message: PersonalMessage, *, due_at: datetime) -> Delivery:
    """A delivery, not yet saved. Its words are kept as letter values are: encrypted, emptied with the event."""
    return Delivery(
        event=event,
        channel=message.channel,
        template="from_staff",
        recipient=message.recipient,
        language=message.language,
        letter_values=dict(message.words),
        data_class=allowed_class(message.channel.value, DataClass.HEALTH).slug,
        next_attempt_at=max(message.due_at or due_at, due_at),
    )
