"""What came in lately: new leads, and people who asked again. For workspaces that stand open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from leads.models import LeadEvent
from leads.models.lead import LeadQuerySet
from protection.identifiers import first_uuid7

# An entry is numbered before it is committed, and by the clock of its own host: what came at the same moment is told
# twice rather than never. Readers drop what they know by its key.
OVERLAP = timedelta(seconds=10)
LONGEST = timedelta(days=1)
MOST_TOLD = 20
MOST_NOTICED = 500

REQUESTS = [LeadEvent.Kind.REQUEST_RECEIVED, LeadEvent.Kind.RELEASED]


@dataclass(frozen=True)
class LeadNews:
    key: UUID
    """Of the entry in the timeline: one for each time somebody asked."""
    lead_id: UUID
    clinic_name: str
    is_new: bool
    """Otherwise they asked again, or called again."""

    @property
    def text(self) -> str:
        """Without a name: it is shown over whatever is on the screen."""
        words = _("New lead at %(clinic)s") if self.is_new else _("Somebody asked again at %(clinic)s")
        return words % {"clinic": self.clinic_name}


def lead_news(leads: LeadQuerySet, *, since: datetime, at: datetime) -> list[LeadNews]:
    """The latest of the reader's `leads`, newest first, at most `MOST_TOLD`. One query of a short piece of an index.

    Args:
        since: aware; at most a day ago counts.
    """
    first = first_uuid7(max(since, at - LONGEST) - OVERLAP)
    # Calls that the clinic made are no news: they leave `last_requested_at` alone.
    came = Q(events__kind__in=REQUESTS) | Q(
        events__kind=LeadEvent.Kind.CALL, events__occurred_at=F("last_requested_at")
    )
    rows = leads.filter(came, events__pk__gte=first).order_by("-events__pk")
    told = rows.values_list("events__pk", "pk", "clinic__name", "created_at", "events__occurred_at", "events__kind")
    return [
        LeadNews(key, lead_id, clinic_name, is_new=kind == LeadEvent.Kind.RELEASED or created_at >= occurred_at)
        for key, lead_id, clinic_name, created_at, occurred_at, kind in told[:MOST_TOLD]
    ]


def keys_of_late(*, at: datetime) -> frozenset[UUID]:
    """What may be news to somebody and came within `OVERLAP`, in any clinic: a sign to ask `lead_news`, to show nobody.

    One that was not there a moment ago may be told; that one is missing means that it is no longer late.
    """
    late = LeadEvent.objects.filter(kind__in=[*REQUESTS, LeadEvent.Kind.CALL], pk__gte=first_uuid7(at - OVERLAP))
    return frozenset(late.order_by("-pk").values_list("pk", flat=True)[:MOST_NOTICED])
