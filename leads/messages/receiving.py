"""A person wrote: their message and its entry in the timeline, stored once however often it is told."""

from datetime import datetime

from django.db import IntegrityError, transaction

from integrations import outbox
from leads.crisis_flag import flagging
from leads.crisis_words import crisis_phrases_in
from leads.erasing.refusal import refuse_erased
from leads.events import message_received
from leads.models import CrisisPhrase, Lead, LeadEvent, Message


@transaction.atomic
def receive_message(
    lead: Lead, *, channel: str, address: str, body: str, external_id: str, at: datetime, subject: str = ""
) -> Message | None:
    """Store what came, enter it in the timeline, and tell the lead's owner or the clinic that something came.

    Somebody who writes that they may be in a crisis is flagged, as with a request.

    Safe to repeat: None where this `external_id` is stored already.

    Args:
        channel: a value of `Message.Channel`.
        address: whose it came from, data class contact; `subject` and `body` are health.
        external_id: the carrier's own id of the message, at most 200 characters.

    Raises:
        LeadErased
    """
    refuse_erased(lead)
    message = Message(
        lead=lead,
        channel=channel,
        direction=Message.Direction.INBOUND,
        state=Message.State.RECEIVED,
        address=address,
        subject=subject,
        body=body,
        external_id=external_id,
        created_at=at,
    )
    already = Message.objects.filter(channel=channel, direction=message.direction, external_id=external_id)
    if already.exists():
        return None
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if already.exists():  # told twice at once
            return None
        raise
    LeadEvent.objects.create(
        lead=lead, kind=LeadEvent.Kind.MESSAGE_RECEIVED, occurred_at=at, data={"message": str(message.pk)}
    )
    phrases = CrisisPhrase.objects.values_list("phrase", flat=True)
    if found := crisis_phrases_in([subject, body], phrases):
        flagging(lead, found, cause={"message": str(message.pk)}, at=at).save()
    outbox.publish(message_received(lead, message.pk), occurred_at=at)
    return message
