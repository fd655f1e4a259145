"""What to do next: the open leads in groups, what is due first on top. A lead stands in the first group that fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from leads.capped_count import CappedCount, capped_count
from leads.models import Lead
from leads.models.lead import IDLE, LeadQuerySet
from leads.response_clock import DUE_SOON
from staff.models import StaffUser

MOST_SHOWN = 12


@dataclass(frozen=True)
class QueueGroup:
    slug: str
    heading: str | Promise
    leads: Sequence[Lead]
    """At most twelve, with person, clinic, stage and owner."""
    count: CappedCount
    list_query: str
    """The query string under which the list shows them all."""


def overdue(at: datetime) -> Q:
    return Q(due_at__lt=at)


def due_soon(at: datetime) -> Q:
    return Q(due_at__gte=at, due_at__lte=at + DUE_SOON)


def due_today(at: datetime) -> Q:
    return Q(due_at__gte=at, due_at__lt=end_of_day(at))


def without_next_step() -> Q:
    """Open, and nobody said when to go on: neither an answer nor a step is due."""
    return IDLE


def end_of_day(at: datetime) -> datetime:
    """Midnight by the clock of whoever looks: Django's current time zone."""
    return localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def queue_of(leads: LeadQuerySet, *, user: StaffUser, at: datetime, everybodys: bool = False) -> Iterator[QueueGroup]:
    """The groups that hold something, what is most urgent first. Ten queries however many leads.

    Args:
        leads: those that the user may work.
        everybodys: also those that colleagues own.
    """
    nobodys, somebodys = Q(owner__isnull=True), Q(owner__isnull=False)
    # Of what is neither overdue nor due soon.
    waits = Q(due_at__gt=at + DUE_SOON) | Q(due_at__isnull=True)
    groups = [
        ("overdue", _("Overdue"), overdue(at), "due=overdue"),
        ("soon", _("Due soon"), due_soon(at), "due=soon"),
        ("nobodys", _("Without an owner"), nobodys & waits, "owner=nobody&status=open"),
        ("today", _("Due today"), somebodys & waits & due_today(at), "due=today"),
        ("no-next-step", _("No next step"), somebodys & without_next_step(), "due=none"),
    ]
    whose = Q() if everybodys else Q(owner=user) | nobodys
    for slug, heading, belongs, query in groups:
        found = leads.open().filter(belongs).filter(whose)
        count = capped_count(found)
        if count.number:
            # Where nothing is due there is an index for the other order alone.
            due = [] if slug == "no-next-step" else [F("due_at").asc(nulls_last=True)]
            in_order = found.order_by(*due, "-last_requested_at", "-pk")
            rows = in_order.select_related("person", "clinic", "stage", "owner")[:MOST_SHOWN]
            mine = "" if everybodys or slug == "nobodys" else "&owner=mine"
            yield QueueGroup(slug, heading, list(rows), count, query + mine)
