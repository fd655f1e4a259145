"""A lead's timeline in pages, so that one with thousands of entries shows as quickly as another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q

from leads.models import Call, Lead, LeadEvent, Message, Stage
from leads.timeline import TimelineEntry, timeline
from staff.models import StaffUser

ENTRIES_SHOWN = 50


@dataclass(frozen=True)
class TimelinePage:
    events: Sequence[LeadEvent]
    entries: list[TimelineEntry]
    oldest: UUID | None
    """Id of the last one shown, where there are older ones behind it."""

    @property
    def subjects(self) -> list[UUID]:
        """Ids under which others may have heard of what is shown here: calls and messages."""
        named = [event.data.get(name) for event in self.events for name in ("call", "message")]
        made = [event.pk for event in self.events if event.kind == LeadEvent.Kind.CALL_MADE]
        return [*(UUID(each) for each in named if each), *made]


def timeline_page(
    lead: Lead, *, stages: Iterable[Stage], before: UUID | None = None, staff: Iterable[StaffUser] = ()
) -> TimelinePage:
    """The newest entries, or those older than the entry `before`. At most four queries, whatever there is.

    `lead.clinic` should be loaded. Those among `staff` are not looked for again.

    Raises:
        LeadEvent.DoesNotExist: `before` is no entry of this lead.
    """
    rows = LeadEvent.objects.filter(lead=lead).select_related("actor")
    if before:
        last = LeadEvent.objects.only("occurred_at").get(lead=lead, pk=before)
        rows = rows.filter(Q(occurred_at__lt=last.occurred_at) | Q(occurred_at=last.occurred_at, pk__lt=last.pk))
    found = list(rows[: ENTRIES_SHOWN + 1])
    events = found[:ENTRIES_SHOWN]
    entries = timeline(
        events,
        stages=stages,
        calls=calls_of(events),
        messages=messages_of(lead, events),
        people=people_of(events, staff),
        zone=lead.clinic.zone,
    )
    return TimelinePage(events, entries, oldest=events[-1].pk if len(found) > len(events) else None)


def calls_of(events: Iterable[LeadEvent]) -> list[Call]:
    """All rows of the calls that entries name; each names its call's first one."""
    ids = named(events, "call")
    first_rows = Call.objects.filter(pk__in=ids).values("call_key")
    return list(Call.objects.filter(call_key__in=first_rows)) if ids else []


def messages_of(lead: Lead, events: Iterable[LeadEvent]) -> list[Message]:
    ids = named(events, "message")
    return list(Message.objects.filter(lead=lead, pk__in=ids)) if ids else []


def people_of(events: Iterable[LeadEvent], staff: Iterable[StaffUser] = ()) -> dict[int, StaffUser]:
    """Past and present owners that entries name; actors are loaded with their entries."""
    owners = [event for event in events if event.kind == LeadEvent.Kind.OWNER_CHANGED]
    known = {user.pk: user for user in staff}
    known |= {event.actor_id: event.actor for event in events if event.actor_id and event.actor}
    missing = {*named(owners, "from"), *named(owners, "to")} - set(known)
    return known | (get_user_model().objects.in_bulk(missing) if missing else {})


def named(events: Iterable[LeadEvent], name: str) -> set[Any]:
    return {event.data[name] for event in events if event.data.get(name)}


def in_words(event: LeadEvent) -> str:
    """One entry's line, "Assigned to Robin Vale": for telling somebody what was done meanwhile. Two queries at most."""
    (entry,) = timeline([event], stages=Stage.objects.all(), people=people_of([event]))
    return entry.what
