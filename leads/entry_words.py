"""What one entry of a lead's timeline says, in one line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.utils import get_user_display_name

from leads.calls.by_staff import CallOutcome
from leads.calls.words import call_in_words
from leads.models import Call, DoNotContact, FollowUp, LeadEvent, Message
from leads.people.details import label_of
from leads.pipeline import LostReason
from staff.models import StaffUser

Kind = LeadEvent.Kind

LOST_REASONS = dict(LostReason.choices)
CALL_OUTCOMES = dict(CallOutcome.choices)
STEP_KINDS = dict(FollowUp.Kind.choices)
CHANNELS = dict(DoNotContact.Channel.choices)


@dataclass(frozen=True)
class Known:
    """What entries name by slug or id, looked up beforehand. What is not known is told without it."""

    stages: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, Call] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    people: Mapping[int, StaffUser] = field(default_factory=dict)
    zone: tzinfo = UTC
    """The clinic's."""

    def stage(self, slug: str) -> str:
        return self.stages.get(slug, slug)

    def name(self, user_id: int | None) -> str:
        if user_id is None:
            return str(_("nobody"))
        user = self.people.get(user_id)
        return str(get_user_display_name(user)) if user else str(_("somebody who left"))


def described(event: LeadEvent, known: Known) -> str:
    words = WORDS.get(Kind(event.kind))
    return (words(event, known) if words else "") or str(event.get_kind_display())


# ---- one kind each; an empty string: the kind's own name says it ----


def request_words(event: LeadEvent, known: Known) -> str:
    return _("Entered by hand") if event.data.get("source") == "staff" else ""


def move_words(event: LeadEvent, known: Known) -> str:
    before, after = (known.stage(event.data.get(side, "")) for side in ("from", "to"))
    moved = _("Moved from %(before)s to %(after)s") % {"before": before, "after": after}
    reason = lost_reason_label(event.data.get("lost_reason", ""))
    return f"{moved}: {reason}" if reason else moved


def owner_words(event: LeadEvent, known: Known) -> str:
    before, after = event.data.get("from"), event.data.get("to")
    values = {"before": known.name(before), "after": known.name(after)}
    if before is None:
        return _("Assigned to %(after)s") % values
    return _("Assigned from %(before)s to %(after)s") % values


def call_words(event: LeadEvent, known: Known) -> str:
    call = known.calls.get(event.data.get("call", ""))
    return call_in_words(call) if call else ""


def call_made_words(event: LeadEvent, known: Known) -> str:
    outcome = event.data.get("outcome", "")
    return f"{event.get_kind_display()}: {CALL_OUTCOMES.get(outcome, outcome)}"


def planned_words(event: LeadEvent, known: Known) -> str:
    values = {
        "step": step_kind(event),
        "due": moment(event.data.get("due_at", ""), known.zone),
        "before": moment(event.data.get("due_at_before", ""), known.zone),
    }
    if not values["due"]:
        return ""
    if values["before"]:
        return _("Moved a next step: %(step)s, from %(before)s to %(due)s") % values
    return _("Planned: %(step)s, %(due)s") % values


def step_words(event: LeadEvent, known: Known) -> str:
    return f"{event.get_kind_display()}: {step_kind(event)}"


def message_words(event: LeadEvent, known: Known) -> str:
    message = known.messages.get(event.data.get("message", ""))
    channel = message.channel if message else event.data.get("channel", "")
    words = MESSAGE_WORDS.get((str(event.kind), str(channel)))
    if words is None:
        return ""
    failed = message is not None and message.state == Message.State.FAILED
    return f"{words}: {message.get_state_display()}" if message and failed else str(words)


MESSAGE_WORDS: dict[tuple[str, str], object] = {
    (Kind.MESSAGE_SENT, Message.Channel.EMAIL): gettext_lazy("Wrote an e-mail"),
    (Kind.MESSAGE_SENT, Message.Channel.SMS): gettext_lazy("Sent a text message"),
    (Kind.MESSAGE_RECEIVED, Message.Channel.EMAIL): gettext_lazy("They wrote an e-mail"),
    (Kind.MESSAGE_RECEIVED, Message.Channel.SMS): gettext_lazy("They sent a text message"),
}


def returned_words(event: LeadEvent, known: Known) -> str:
    return str(RETURNED.get(event.data.get("report", ""), ""))


RETURNED = {
    "bounced": gettext_lazy("Our e-mail came back: no such mailbox"),
    "complained": gettext_lazy("Marked our e-mail as spam"),
}


def do_not_contact_words(event: LeadEvent, known: Known) -> str:
    channels = [str(CHANNELS.get(each, each)) for each in event.data.get("channels", [])]
    return f"{event.get_kind_display()}: {', '.join(channels)}" if channels else ""


def appointment_words(event: LeadEvent, known: Known) -> str:
    when = moment(event.data.get("to") or event.data.get("from") or "", known.zone)
    return f"{event.get_kind_display()}: {when}" if when else ""


def details_words(event: LeadEvent, known: Known) -> str:
    changed = event.data.get("changed", [])
    if event.kind == Kind.PERSON_CHANGED and len(changed) > 3:
        number = len(changed)
        return ngettext("Changed %(count)d contact detail", "Changed %(count)d contact details", number) % {
            "count": number
        }
    labels = [label_of(name) for name in changed]
    return f"{event.get_kind_display()}: {', '.join(labels)}" if labels else ""


WORDS: dict[LeadEvent.Kind, Callable[[LeadEvent, Known], str]] = {
    Kind.REQUEST_RECEIVED: request_words,
    Kind.STAGE_CHANGED: move_words,
    Kind.OWNER_CHANGED: owner_words,
    Kind.CALL: call_words,
    Kind.CALL_MADE: call_made_words,
    Kind.FOLLOW_UP_PLANNED: planned_words,
    Kind.FOLLOW_UP_DONE: step_words,
    Kind.FOLLOW_UP_CANCELLED: step_words,
    Kind.MESSAGE_SENT: message_words,
    Kind.MESSAGE_RECEIVED: message_words,
    Kind.MAIL_RETURNED: returned_words,
    Kind.DO_NOT_CONTACT_SET: do_not_contact_words,
    Kind.APPOINTMENT_SET: appointment_words,
    Kind.APPOINTMENT_CANCELLED: appointment_words,
    Kind.PERSON_CHANGED: details_words,
    Kind.CONTACT_CORRECTED: details_words,
}


def step_kind(event: LeadEvent) -> str:
    kind = event.data.get("kind", "")
    return str(STEP_KINDS.get(kind, kind))


def moment(text: str, zone: tzinfo) -> str:
    """A stored time by the clinic's clock; empty for none."""
    return date_format(localtime(datetime.fromisoformat(text), zone), "DATETIME_FORMAT") if text else ""


def lost_reason_label(reason: str) -> str:
    """The words for a stored reason; those that came from elsewhere as they are."""
    return str(LOST_REASONS.get(reason, reason))
