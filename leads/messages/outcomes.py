"""Messages of a lead with what became of them. The delivery knows; the message's own row stays as it was stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from wagtail.admin.utils import get_user_display_name

from integrations.models import Delivery, DeliveryAttempt, MailReport
from leads.models import Lead, Message

STATE_BY_DELIVERY = {
    Delivery.State.PENDING: Message.State.WAITING,
    Delivery.State.DELIVERED: Message.State.SENT,
    Delivery.State.FAILED: Message.State.FAILED,
    Delivery.State.CANCELLED: Message.State.FAILED,
}
# What a provider told after it had taken an e-mail; the last one that there is counts.
STATE_BY_REPORT = {
    MailReport.Kind.SOFT_BOUNCED: Message.State.DELAYED,
    MailReport.Kind.DELIVERED: Message.State.SENT,
    MailReport.Kind.BOUNCED: Message.State.BOUNCED,
    MailReport.Kind.COMPLAINED: Message.State.COMPLAINED,
}
FOR_GOOD = (Message.State.BOUNCED, Message.State.COMPLAINED)
NOT_RECEIVED = {Message.State.FAILED, Message.State.BOUNCED}


@dataclass(frozen=True)
class ShownMessage:
    message: Message
    who: str
    """Of the staff; empty: the person themselves."""
    state: Message.State
    reason: str = ""
    """Why it could not be delivered, or not yet."""
    next_attempt_at: datetime | None = None

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def has_failed(self) -> bool:
        return self.state in NOT_RECEIVED


def shown_messages(lead: Lead) -> list[ShownMessage]:
    """All of a lead, newest first. Four queries, however many."""
    messages = list(Message.objects.filter(lead=lead).select_related("actor").order_by("-created_at", "-id"))
    outbound = [each.pk for each in messages if each.direction == Message.Direction.OUTBOUND]
    deliveries = deliveries_of(outbound)
    return [as_shown(each, deliveries.get(each.pk)) for each in messages]


def deliveries_of(message_ids: Iterable[UUID]) -> dict[UUID, Delivery]:
    """The delivery of each message, its attempts loaded without what the receiver answered."""
    attempts = DeliveryAttempt.objects.defer("response_excerpt").order_by("number")
    rows = (
        Delivery.objects.filter(event__subject_id__in=list(message_ids), event__subject_type="message")
        .exclude(channel__in=[Delivery.Channel.EMAIL_STAFF, Delivery.Channel.WEBHOOK])
        .select_related("event")
        .defer("event__bodies", "letter_values", "recipient")
        .prefetch_related(Prefetch("attempts", queryset=attempts), "mail_reports")
    )
    return {each.event.subject_id: each for each in rows}


def as_shown(message: Message, delivery: Delivery | None) -> ShownMessage:
    who = str(get_user_display_name(message.actor)) if message.actor else ""
    if message.direction == Message.Direction.INBOUND or delivery is None:
        return ShownMessage(message, who, Message.State(message.state))
    attempts = list(delivery.attempts.all())
    return ShownMessage(
        message=message,
        who=who,
        state=state_of(delivery),
        reason=attempts[-1].reason if attempts and delivery.state != Delivery.State.DELIVERED else "",
        next_attempt_at=delivery.next_attempt_at,
    )


def state_of(delivery: Delivery) -> Message.State:
    """A mailbox that is none, or somebody's complaint, is not undone by what came before or after it."""
    kinds = [MailReport.Kind(each.kind) for each in delivery.mail_reports.all()]
    told = [STATE_BY_REPORT[each] for each in kinds if each in STATE_BY_REPORT]
    for_good = [each for each in told if each in FOR_GOOD]
    return [STATE_BY_DELIVERY[Delivery.State(delivery.state)], *told, *for_good][-1]
