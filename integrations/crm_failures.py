"""Which of a CRM's syncs failed, why, and how they are sent again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from integrations.models import CrmConnection, Delivery, DeliveryAttempt

SHOWN = 50


@dataclass(frozen=True)
class Reason:
    reason: str
    state: str
    count: int


def failing(connections: Iterable[CrmConnection]) -> Any:
    """Deliveries that were given up or wait for another try, newest first, each with its `last_reason`."""
    last = DeliveryAttempt.objects.filter(delivery=OuterRef("pk"), succeeded=False).order_by("-pk").values("reason")
    tried = Q(state=Delivery.State.FAILED) | Q(state=Delivery.State.PENDING, attempts_made__gt=0)
    rows = Delivery.objects.filter(tried, crm_connection__in=list(connections))
    return (
        rows.annotate(last_reason=Subquery(last[:1]))
        .select_related("event__clinic")
        .defer("event__bodies", "letter_values")
    )


def reasons_of(connection: CrmConnection) -> list[Reason]:
    """Why syncs of a connection fail, the most frequent first."""
    found = Counter(
        (reason or "", state) for reason, state in failing([connection]).values_list("last_reason", "state")
    )
    return [Reason(reason, state, count) for (reason, state), count in found.most_common()]


def send_failed_again(connection: CrmConnection, *, now: datetime) -> int:
    """Make what was given up due again, oldest first. Returns how many. Repeatable; what arrived changes nothing."""
    failed = connection.deliveries.filter(state=Delivery.State.FAILED, event__emptied_at__isnull=True)
    return failed.update(
        state=Delivery.State.PENDING, next_attempt_at=now, attempts_made=0, finished_at=None, lease=None
    )
