"""How much waits to leave, and how long it has: for monitors."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from integrations.models import Delivery, Endpoint


@dataclass(frozen=True)
class Depth:
    """Deliveries of one channel that wait for one reason: `due`, `later` (a retry, or in a worker's hands), `held` (the
    endpoint is paused or disabled). `late_seconds` is the age of the oldest that is due, 0 for the others."""

    channel: str
    why: str
    count: int
    late_seconds: float


def depths(*, at: datetime) -> list[Depth]:
    """Every reason for every channel, also where nothing waits: a monitor needs a number. Reads pending rows alone."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING).order_by()
    held_by = Endpoint.objects.exclude(status=Endpoint.Status.ACTIVE)
    found = []
    for channel in Delivery.Channel.values:
        of_channel = pending.filter(channel=channel)
        held = of_channel.filter(endpoint__in=held_by).count() if channel == Delivery.Channel.WEBHOOK else 0
        active = of_channel.exclude(endpoint__in=held_by) if channel == Delivery.Channel.WEBHOOK else of_channel
        due = active.filter(next_attempt_at__lte=at).aggregate(count=Count("pk"), oldest=Min("next_attempt_at"))
        late = (at - due["oldest"]).total_seconds() if due["oldest"] else 0.0
        found.append(Depth(channel, "due", due["count"], late))
        found.append(Depth(channel, "later", active.filter(next_attempt_at__gt=at).count(), 0.0))
        found.append(Depth(channel, "held", held, 0.0))
    return found
