"""What whoever calls must know at a glance: how to reach the person, and what forbids or hinders it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from leads.due_words import DueWords, due_words
from leads.entry_words import lost_reason_label
from leads.forms import ConsultRequestForm
from leads.models import DoNotContact, Lead
from sites.licences import licensed_states
from sites.phone_numbers import PhoneNumber
from sites.us_states import NAME_BY_STATE

Channel = DoNotContact.Channel
WISHES = {"": "", **dict(ConsultRequestForm.PREFERRED_CONTACT)}
TIMES = {"": "", **dict(ConsultRequestForm.BEST_TIMES)}


@dataclass(frozen=True)
class Facts:
    name: str
    phone: PhoneNumber | None
    email: str
    due: DueWords
    preferred_contact: str
    best_time: str
    communication_needs: str
    state: str
    """Its name, or empty where nobody entered one."""
    lost_reason: str
    answered_by: str
    """Who stopped the response clock; empty while it runs."""
    clinic_time: str
    """Now, by the clinic's own clock: "Wed 10:05 a.m. CST"."""
    licensed_in: list[str] = field(default_factory=list)
    """Where the clinic's providers may treat, where that is not the person's state. Empty: no warning."""
    forbidden: DoNotContact | None = None
    """What is in force. The page's notices tell it; here it takes the links away."""

    def may(self, channel: str) -> bool:
        return self.forbidden is None or channel not in self.forbidden.channels

    @property
    def may_call(self) -> bool:
        return self.may(Channel.CALL)

    @property
    def may_text(self) -> bool:
        """Whether it is worth opening the form, which says what else forbids it."""
        return bool(settings.SMS_PROVIDER) and self.may(Channel.SMS)

    @property
    def may_mail(self) -> bool:
        return self.may(Channel.EMAIL)


def facts_of(lead: Lead, *, forbidden: DoNotContact | None, at: datetime) -> Facts:
    """Of a lead with its person and clinic. One query where the person's state is known."""
    person = lead.person
    local = localtime(at, lead.clinic.zone)
    licensed = licensed_states(lead.clinic, on=local.date()) if person.state else frozenset()
    return Facts(
        name=lead.shown_name,
        phone=lead.phone_number,
        email=person.email,
        due=due_words(lead, at=at),
        preferred_contact=str(WISHES.get(person.preferred_contact, person.preferred_contact)),
        best_time=str(TIMES.get(person.best_time, person.best_time)),
        communication_needs=person.communication_needs,
        state=state_in_words(person.state),
        lost_reason=lost_reason_label(lead.lost_reason),
        answered_by=answered_by(lead),
        clinic_time=f"{date_format(local, 'D P')} {local.tzname()}",
        licensed_in=[] if person.state in licensed else sorted(map(state_in_words, licensed)),
        forbidden=forbidden,
    )


def state_in_words(code: str) -> str:
    """Names of states stay as they are in every language of ours but these few that the list knows."""
    return str(NAME_BY_STATE.get(code, code))


def answered_by(lead: Lead) -> str:
    if lead.answered_at is None:
        return ""
    return str(get_user_display_name(lead.answered_by) if lead.answered_by else _("somebody who left"))
