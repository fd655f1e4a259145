"""Whether a person may be written to on a channel, asked when somebody opens the form and again before it leaves."""

from django.conf import settings
from django.utils.translation import gettext as _

from leads.consents_in_force import consents_in_force
from leads.models import ConsentRecord, ErasureRequest, Lead, Message
from leads.people.do_not_contact import must_not
from sites.models import ClinicPhone

Channel = Message.Channel


class MayNotWrite(Exception):
    """Says why in a sentence for staff, without a word about the person."""


def refuse_email(lead: Lead) -> None:
    """
    Raises:
        MayNotWrite
    """
    refuse_whom_nobody_may_reach(lead, Channel.EMAIL)
    if not lead.person.email:
        raise MayNotWrite(_("No e-mail address is known."))
    if not lead.person.email.isascii():
        raise MayNotWrite(_("The e-mail address has letters that mail servers do not take."))


def refuse_text(lead: Lead) -> None:
    """Quiet hours are no refusal: see `leads.messages.quiet_hours`.

    Raises:
        MayNotWrite
    """
    if not settings.SMS_PROVIDER:
        raise MayNotWrite(_("Text messages are switched off here."))
    if not clinic_text_number(lead):
        raise MayNotWrite(_("The clinic has no number for text messages."))
    refuse_whom_nobody_may_reach(lead, Channel.SMS)
    if not lead.person.phone:
        raise MayNotWrite(_("No phone number is known."))
    if ConsentRecord.Purpose.SMS not in consents_in_force(lead.person):
        raise MayNotWrite(_("They did not agree to text messages."))


REFUSE = {Channel.EMAIL.value: refuse_email, Channel.SMS.value: refuse_text}


def refuse_whom_nobody_may_reach(lead: Lead, channel: Channel) -> None:
    if must_not(lead.person, channel.value):
        words = {
            Channel.EMAIL: _("They must not be written to by e-mail."),
            Channel.SMS: _("They must not be sent text messages."),
        }
        raise MayNotWrite(words[channel])
    if ErasureRequest.objects.filter(person=lead.person).exists():
        raise MayNotWrite(_("They asked to be erased."))


def clinic_text_number(lead: Lead) -> str:
    """E.164; empty where the clinic has none."""
    numbers = ClinicPhone.objects.filter(clinic=lead.clinic_id, kind=ClinicPhone.Kind.SMS).order_by("sort_order", "pk")
    return numbers.values_list("number", flat=True).first() or ""
