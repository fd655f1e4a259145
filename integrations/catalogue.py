"""Every type of event that may leave, when it does, and which values it carries by data class.

The one list: the endpoint's form offers it, the admin and docs/webhooks.md show it, tests hold the golden files of
tests/contracts against it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from protection.data_classes import DataClass


@dataclass(frozen=True)
class EventType:
    """`fields` by data class, beside IN_ALL, which every event has.

    `is_sent` is False where the contract stands and nothing causes the event yet.
    """

    name: str
    when: str | Promise
    fields: Mapping[DataClass, tuple[str, ...]]
    is_sent: bool = True

    @property
    def file_name(self) -> str:
        """Of its contract and of its schema."""
        return f"{self.name}.v1.json"


REFERENCE, PREFERENCE, CONTACT, HEALTH = DataClass
LEAD = ("person.id", "stage", "created_at")
CHOICES = ("preferred_contact", "best_time", "language")
PERSON = ("person.full_name", "person.email", "person.phone", "person.phone_extension")
CALL = (
    "state", "direction", "outcome", "clinic_number", "service", "source", "started_at", "duration_seconds",
)  # fmt: skip
MERGED: dict[DataClass, tuple[str, ...]] = {
    REFERENCE: ("merged_person", "leads"),
    PREFERENCE: CHOICES,
    CONTACT: ("full_name", "email", "phone", "phone_extension"),
}
LIST = ("list", "subscription", "requested_at", "confirmed_at", "unsubscribed_at")
ADDRESS: dict[DataClass, tuple[str, ...]] = {PREFERENCE: ("language",), CONTACT: ("email",)}

EVENT_TYPES = (
    EventType(
        "lead.created",
        _("A person's first request, or one with no open lead to join."),
        {REFERENCE: LEAD, PREFERENCE: tuple(f"person.{name}" for name in CHOICES), CONTACT: PERSON},
    ),
    EventType(
        "lead.updated",
        _("The visitor used their private link."),
        {REFERENCE: (*LEAD, "change", "due_date", "appointment_at")},
    ),
    EventType("lead.assigned", _("A lead got another owner, or none."), {REFERENCE: (*LEAD, "owner")}),
    EventType("lead.stage_changed", _("A lead was moved."), {REFERENCE: (*LEAD, "from_stage")}),
    EventType(
        "lead.response_warned",
        _("The time to answer a lead is nearly over."),
        {REFERENCE: (*LEAD, "owner", "answer_due_at")},
        is_sent=False,
    ),
    EventType(
        "lead.response_breached",
        _("Nobody answered a lead in the promised time."),
        {REFERENCE: (*LEAD, "owner", "answer_due_at")},
        is_sent=False,
    ),
    EventType(
        "lead.closed",
        _("A lead was won or lost; told beside the move."),
        {REFERENCE: (*LEAD, "outcome", "lost_reason", "closed_at")},
    ),
    EventType(
        "lead.reopened", _("A closed lead was opened again; told beside the move."), {REFERENCE: (*LEAD, "from_stage")}
    ),
    EventType(
        "lead.erased",
        _("A lead was erased: forget it too."),
        {REFERENCE: ("person.id", "erased_at")},
    ),
    EventType(
        "consult_request.received",
        _("Every request, also one that joined an open lead. Answers have the class of their question."),
        {
            REFERENCE: ("lead", "person.id", "source", "page", "campaign", "attribution", "answers", "requested_at"),
            PREFERENCE: CHOICES,
            CONTACT: PERSON,
            HEALTH: ("message",),
        },
    ),
    EventType(
        "person.updated",
        _("Somebody corrected or chose something."),
        {
            REFERENCE: ("lead", "changed"),
            PREFERENCE: CHOICES,
            CONTACT: ("full_name", "email", "phone", "phone_extension"),
        },
    ),
    EventType("person.merged", _("Two people turned out to be one."), MERGED),
    EventType("person.unmerged", _("They did not."), MERGED),
    EventType(
        "person.erased",
        _("Somebody was erased: forget them too."),
        {REFERENCE: ("leads", "erased_at")},
    ),
    EventType(
        "subscriber.requested", _("Somebody asked for a newsletter."), {REFERENCE: (*LIST, "page", "consent")} | ADDRESS
    ),
    EventType("subscriber.confirmed", _("They confirmed it."), {REFERENCE: LIST} | ADDRESS),
    EventType("subscriber.unsubscribed", _("They left."), {REFERENCE: LIST} | ADDRESS),
    EventType(
        "subscriber.suppressed",
        _("Mail to them came back, or they marked it as spam: they must not be written to."),
        {REFERENCE: (*LIST, "reason")} | ADDRESS,
    ),
    EventType(
        "call.logged",
        _("A phone call of a lead, and again when more is known of it."),
        {
            REFERENCE: ("lead", "person.id", *CALL),
            CONTACT: (*PERSON, "number"),
        },
    ),
    EventType(
        "page.published",
        _("A page that everybody may read was published."),
        {REFERENCE: ("path", "page_type", "language", "published_at", "first_published_at")},
    ),
)
# About nothing, to the one endpoint that asked: not to be chosen.
TRIAL = EventType("carefront.test", "Somebody tried the endpoint.", {})
IN_ALL = ("id", "clinic", "url")
NAMES = tuple(each.name for each in EVENT_TYPES)


def groups() -> dict[str, list[EventType]]:
    """By what stands before the full stop, in the catalogue's order."""
    found: dict[str, list[EventType]] = {}
    for each in EVENT_TYPES:
        found.setdefault(each.name.partition(".")[0], []).append(each)
    return found


def unknown_patterns(patterns: Iterable[str]) -> list[str]:
    """Those that match no type that there is: a slip of the pen, which would hear nothing for ever."""
    return [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in NAMES)]
