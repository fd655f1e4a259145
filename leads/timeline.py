"""What happened to a lead, for its page: who, when, what, and what was written. The words are `leads.entry_words`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from wagtail.admin.utils import get_user_display_name

from leads.calls.words import latest_by_id
from leads.entry_words import Known, described
from leads.models import Call, LeadEvent, Message, Stage
from leads.programs import program_in_words
from staff.models import StaffUser

Kind = LeadEvent.Kind

# Others may name a message too: that it holds words of somebody in a crisis, for instance.
MESSAGES = {Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED}

# Of Wagtail's icons; what is not here shows a clock.
ICONS = {
    Kind.REQUEST_RECEIVED: "form",
    Kind.STAGE_CHANGED: "arrow-right",
    Kind.OWNER_CHANGED: "user",
    Kind.NOTE: "comment",
    Kind.CALL: "mobile-alt",
    Kind.CALL_MADE: "mobile-alt",
    Kind.FOLLOW_UP_PLANNED: "calendar-alt",
    Kind.FOLLOW_UP_DONE: "calendar-check",
    Kind.FOLLOW_UP_CANCELLED: "cross",
    Kind.MESSAGE_SENT: "mail",
    Kind.MESSAGE_RECEIVED: "mail",
    Kind.MAIL_RETURNED: "warning",
    Kind.DO_NOT_CONTACT_SET: "warning",
    Kind.APPOINTMENT_SET: "calendar-check",
    Kind.APPOINTMENT_CANCELLED: "cross",
    Kind.CRISIS_FLAGGED: "warning",
    Kind.PERSON_CHANGED: "edit",
    Kind.CONTACT_CORRECTED: "edit",
    Kind.PERSON_MERGED: "link",
    Kind.PERSON_UNMERGED: "cut",
    Kind.ERASED: "bin",
}


@dataclass(frozen=True)
class TimelineEntry:
    what: str
    """One line, "Moved from New to Connected"."""
    who: str
    """A member of staff, or a program; empty: the visitor or the system."""
    at: datetime
    text: str
    """What a person wrote; may be about health."""
    icon: str = "history"


def timeline(
    events: Iterable[LeadEvent],
    *,
    stages: Iterable[Stage],
    calls: Iterable[Call] = (),
    messages: Iterable[Message] = (),
    people: Mapping[int, StaffUser] | None = None,
    zone: tzinfo = UTC,
) -> list[TimelineEntry]:
    """Entries in the order given, calls in their latest state. `actor` should be loaded; no queries otherwise."""
    known = Known(
        stages={stage.slug: str(stage) for stage in stages},
        calls=latest_by_id(calls),
        messages={str(message.pk): message for message in messages},
        people=people or {},
        zone=zone,
    )
    return [
        TimelineEntry(
            what=described(event, known),
            who=str(get_user_display_name(event.actor)) if event.actor else program_in_words(event.data),
            at=event.occurred_at,
            text=written(event, known),
            icon=ICONS.get(Kind(event.kind), "history"),
        )
        for event in events
    ]


def written(event: LeadEvent, known: Known) -> str:
    """What stands in the entry, or in the message that it is about."""
    message = known.messages.get(event.data.get("message", "")) if Kind(event.kind) in MESSAGES else None
    if message is None:
        return str(event.text)
    return "\n\n".join(part for part in (message.subject, message.body) if part)
