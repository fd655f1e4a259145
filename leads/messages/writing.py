"""Staff write to a lead: the message, its entry in the timeline and its way out are stored together."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from integrations import outbox
from integrations.models import Delivery, OutboxEvent
from leads.erasing.refusal import LeadErased, refuse_erased
from leads.events import message_sent
from leads.messages.permission import REFUSE, MayNotWrite, clinic_text_number
from leads.messages.quiet_hours import next_texting_time
from leads.messages.reply_addresses import reply_to
from leads.models import Lead, LeadEvent, Message
from leads.response_clock import stop_clock
from staff.models import StaffUser

DELIVERY_CHANNEL = {
    Message.Channel.EMAIL.value: Delivery.Channel.EMAIL_PERSON,
    Message.Channel.SMS.value: Delivery.Channel.SMS,
}


@dataclass(frozen=True)
class Draft:
    """What somebody is about to send, placeholders filled."""

    channel: str
    """A value of `Message.Channel`."""
    body: str
    subject: str = ""
    """Of an e-mail."""
    template_name: str = ""


@transaction.atomic
def send_message(lead: Lead, draft: Draft, *, actor: StaffUser, key: UUID, at: datetime) -> Message:
    """Store a message, enter it in the timeline, stop the response clock, and leave the sending to the worker.

    Safe to repeat: the same `key` for the same lead returns the first message and sends nothing more. A text goes at
    the next hour that is not quiet where the person lives.

    Args:
        key: the form's own, made when it was opened.

    Raises:
        MayNotWrite
    """
    try:
        refuse_erased(lead)
    except LeadErased as erased:
        raise MayNotWrite(_("They were erased.")) from erased
    own_key = f"{lead.pk.hex}.{key.hex}"
    if earlier := sent_under(own_key, draft.channel):
        return earlier
    REFUSE[draft.channel](lead)
    going = replace(as_sent(lead, draft), due_at=sending_time(lead, draft.channel, at=at))
    message = Message(
        lead=lead,
        channel=draft.channel,
        direction=Message.Direction.OUTBOUND,
        state=Message.State.WAITING,
        address=going.recipient,
        subject=draft.subject,
        body=going.words["body"],
        template_name=draft.template_name,
        actor=actor,
        external_id=own_key,
        created_at=at,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # the other half of a double click was faster
        if earlier := sent_under(own_key, draft.channel):
            return earlier
        raise
    LeadEvent.objects.create(
        lead=lead, kind=LeadEvent.Kind.MESSAGE_SENT, actor=actor, occurred_at=at, data={"message": str(message.pk)}
    )
    stop_clock(lead, actor=actor, at=at)
    outbox.publish(message_sent(lead, message.pk, going), occurred_at=at)
    return message


def sent_under(key: str, channel: str) -> Message | None:
    return Message.objects.filter(channel=channel, direction=Message.Direction.OUTBOUND, external_id=key).first()


def sending_time(lead: Lead, channel: str, *, at: datetime) -> datetime:
    """`at`, or for a text in quiet hours their end."""
    return next_texting_time(lead.person, lead.clinic, at=at) if channel == Message.Channel.SMS else at


def as_sent(lead: Lead, draft: Draft) -> outbox.PersonalMessage:
    """The message as the worker will get it, for sending and for the preview alike."""
    person = lead.person
    if draft.channel == Message.Channel.SMS:
        body = draft.body + first_text_ending(lead)
        words = {"sender": clinic_text_number(lead), "body": body}
        recipient = person.phone
    else:
        words = {"subject": draft.subject, "body": draft.body, "reply_to": reply_to(lead.pk, lead.clinic)}
        recipient = person.email
    return outbox.PersonalMessage(
        channel=DELIVERY_CHANNEL[draft.channel], recipient=recipient, words=words, language=person.language
    )


def first_text_ending(lead: Lead) -> str:
    """What the first text to a number ends with: who writes, and how to end it. Empty for later ones."""
    earlier = Message.objects.filter(
        lead__person=lead.person_id,
        channel=Message.Channel.SMS,
        direction=Message.Direction.OUTBOUND,
        address=lead.person.phone,
    )
    if earlier.exists():
        return ""
    with translation.override(lead.person.language):
        return "\n" + _("%(clinic)s. Reply STOP to opt out.") % {"clinic": lead.clinic.name}


def unsaved_delivery(lead: Lead, draft: Draft, *, at: datetime) -> Delivery:
    """What the outbox would hold, for a preview by the channel itself."""
    event = OutboxEvent(type="message.sent", clinic=lead.clinic, occurred_at=at)
    return outbox.message_delivery(event, as_sent(lead, draft), due_at=at)
