"""What this process counted of its deliveries, added to the rows that all workers share every few seconds."""

import threading
from collections import Counter

from django.db import transaction
from django.db.models import F

from integrations.models import Tally

ATTEMPTS = "carefront_delivery_attempts_total"
ATTEMPT_MILLISECONDS = "carefront_delivery_attempt_milliseconds_total"
LATENCY = "carefront_delivery_latency_seconds"
# From an event to its delivery: what a person would call at once, soon, late, and each step of the retry table.
LATENCY_BUCKETS = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400)

type Key = tuple[str, str]

_counted: Counter[Key] = Counter()
_lock = threading.Lock()


def attempt(channel: str, *, state: str, duration_ms: int) -> None:
    """One try; `state` is what became of its delivery, "pending" for one that is tried again."""
    with _lock:
        _counted[ATTEMPTS, f'channel="{channel}",state="{state}"'] += 1
        _counted[ATTEMPT_MILLISECONDS, f'channel="{channel}"'] += duration_ms


def latency(channel: str, *, seconds: float) -> None:
    """One arrival, so long after what it tells of. Each bucket holds all up to its bound, as Prometheus wants."""
    with _lock:
        for bound in LATENCY_BUCKETS:
            # Also those that stay at nothing: a histogram has all its buckets.
            _counted[f"{LATENCY}_bucket", f'channel="{channel}",le="{bound:g}"'] += seconds <= bound
        _counted[f"{LATENCY}_bucket", f'channel="{channel}",le="+Inf"'] += 1
        _counted[f"{LATENCY}_count", f'channel="{channel}"'] += 1
        # Whole numbers of milliseconds: a sum of a million fractions is not what it seems.
        _counted[f"{LATENCY}_sum", f'channel="{channel}"'] += round(seconds * 1000)


def write() -> None:
    """Add what was counted to the shared rows. What could not be written is kept for the next time."""
    with _lock:
        counted = dict(_counted)
        _counted.clear()
    try:
        with transaction.atomic():
            # In one order, so that two workers never wait for each other.
            for (name, labels), more in sorted(counted.items()):
                if not Tally.objects.filter(name=name, labels=labels).update(value=F("value") + more):
                    Tally.objects.bulk_create([Tally(name=name, labels=labels)], ignore_conflicts=True)
                    Tally.objects.filter(name=name, labels=labels).update(value=F("value") + more)
    except BaseException:
        with _lock:
            _counted.update(counted)
        raise
