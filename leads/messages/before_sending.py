"""What a worker asks before a message leaves: much may have happened since somebody wrote it."""

from datetime import datetime
from uuid import UUID

from django.utils import translation

from integrations.failures import PermanentFailure, TemporaryFailure
from leads.messages.permission import REFUSE, MayNotWrite
from leads.messages.quiet_hours import next_texting_time
from leads.models import ConsultRequest, DoNotContact, Message
from leads.people.do_not_contact import must_not


def check(message_id: UUID, *, at: datetime) -> None:
    """
    Raises:
        PermanentFailure: the message or its lead is gone, or the person must not be written to any more.
        TemporaryFailure: quiet hours where they live, for a text that was held up until now.
    """
    message = Message.objects.select_related("lead__person", "lead__clinic").filter(pk=message_id).first()
    if message is None:
        raise PermanentFailure("the message was erased")
    person = message.lead.person
    if message.address not in {person.email, person.phone}:
        raise PermanentFailure("the person has another address by now")
    try:
        with translation.override("en"):  # reasons of attempts are kept in one language
            REFUSE[message.channel](message.lead)
    except MayNotWrite as refusal:
        raise PermanentFailure(str(refusal)) from refusal
    if message.channel == Message.Channel.SMS:
        opens = next_texting_time(person, message.lead.clinic, at=at)
        if opens > at:
            raise TemporaryFailure("quiet hours where the person lives", retry_after=opens - at)


# What their mailbox or their mail program said, which a new request with the same address does not take back.
SAID_BY_MAIL = {DoNotContact.Source.BOUNCED, DoNotContact.Source.COMPLAINT, DoNotContact.Source.UNSUBSCRIBED}


def check_letter(subject_id: UUID, *, at: datetime) -> None:
    """Of a letter that the site writes by itself, such as the confirmation of a request.

    Raises:
        PermanentFailure: mail to this person came back, or was unwanted.
    """
    request = ConsultRequest.objects.select_related("lead__person").filter(pk=subject_id).first()
    if request is None or request.email != request.lead.person.email:
        return
    record = must_not(request.lead.person, DoNotContact.Channel.EMAIL.value)
    if record and record.source in SAID_BY_MAIL:
        raise PermanentFailure("mail to this person came back or was unwanted")
