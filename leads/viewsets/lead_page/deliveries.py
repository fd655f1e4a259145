"""What left because of a lead, for its page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from integrations.models import Delivery
from integrations.viewsets.receivers import receiver_of

MOST_SHOWN = 30


def deliveries_about(subjects: Iterable[UUID]) -> list[dict[str, Any]]:
    """What left because of these subjects, newest first: what, to whom, and what came of it. One query."""
    # Bodies are encrypted and not shown: not read either.
    rows = (
        Delivery.objects.filter(event__subject_id__in=list(subjects))
        .select_related("event", "endpoint", "crm_connection")
        .defer("event__bodies", "letter_values", "endpoint__secrets", "crm_connection__credentials")
    )
    return [
        {
            "what": delivery.event.type,
            "channel": delivery.get_channel_display(),
            "receiver": receiver_of(delivery),
            "state": delivery.get_state_display(),
            "is_done": delivery.state == Delivery.State.DELIVERED,
            "at": delivery.finished_at or delivery.created_at,
        }
        for delivery in rows[:MOST_SHOWN]
    ]
