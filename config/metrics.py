"""What a monitor reads: how much waits, how long, and what came of attempts. Prometheus' text format, version 0.0.4."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from integrations.heartbeat import last_seen_at
from integrations.models import Tally, WorkerSeen
from integrations.queue_depth import depths
from integrations.tallies import ATTEMPT_MILLISECONDS, ATTEMPTS, LATENCY

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# What a proxy adds: with one of them the loopback address is the proxy's, not the monitor's.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
LOOPBACK = ("127.0.0.1", "::1")


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds METRICS_TOKEN (`Authorization: Bearer …`), or asks on this machine itself. Else 403 or 404."""
    if not may_read(request):
        # Without a token there is nothing to ask for, from outside.
        return HttpResponse(status=403 if settings.METRICS_TOKEN else 404)
    response = HttpResponse("\n".join(lines(at=timezone.now())) + "\n", content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def may_read(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    token = settings.METRICS_TOKEN
    if token and scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return True
    came_directly = not any(name in request.headers for name in FORWARDING_HEADERS)
    return came_directly and request.META.get("REMOTE_ADDR") in LOOPBACK


def lines(*, at: datetime) -> Iterator[str]:
    """A handful of queries, none of which grows with what was delivered before."""
    waiting = depths(at=at)
    yield from family("carefront_deliveries_waiting", "gauge", "Deliveries that wait, by channel and why.")
    for depth in waiting:
        yield sample("carefront_deliveries_waiting", f'channel="{depth.channel}",why="{depth.why}"', depth.count)
    yield from family("carefront_delivery_oldest_seconds", "gauge", "How long the oldest due delivery is late.")
    for channel in sorted({depth.channel for depth in waiting}):
        late = max(depth.late_seconds for depth in waiting if depth.channel == channel)
        yield sample("carefront_delivery_oldest_seconds", f'channel="{channel}"', late)

    yield from family("carefront_workers", "gauge", "Workers seen within the last minute.")
    yield sample("carefront_workers", "", WorkerSeen.objects.alive(at=at).count())
    if seen_at := last_seen_at():
        yield from family("carefront_worker_seen_seconds", "gauge", "How long ago any worker was seen.")
        yield sample("carefront_worker_seen_seconds", "", max(0.0, (at - seen_at).total_seconds()))

    yield from counted()


def counted() -> Iterator[str]:
    tallies = list(Tally.objects.order_by("name", "labels"))
    yield from family(ATTEMPTS, "counter", "Tries of deliveries, by what became of the delivery.")
    yield from (sample(ATTEMPTS, each.labels, each.value) for each in tallies if each.name == ATTEMPTS)
    seconds = ATTEMPT_MILLISECONDS.replace("milliseconds", "seconds")
    yield from family(seconds, "counter", "Time spent in tries.")
    yield from (
        sample(seconds, each.labels, each.value / 1000) for each in tallies if each.name == ATTEMPT_MILLISECONDS
    )
    yield from family(LATENCY, "histogram", "From what happened to its delivery.")
    yield from histogram([each for each in tallies if each.name.startswith(LATENCY)])


def histogram(tallies: Iterable[Tally]) -> Iterator[str]:
    """Buckets in order of their bounds, which the database cannot know."""

    def bound(tally: Tally) -> tuple[str, float]:
        channel, _, le = tally.labels.partition(',le="')
        return channel, float(le.rstrip('"') or "inf") if le else float("inf")

    for tally in sorted(tallies, key=lambda each: (bound(each)[0], each.name != f"{LATENCY}_bucket", bound(each)[1])):
        value = tally.value / 1000 if tally.name == f"{LATENCY}_sum" else tally.value
        yield sample(tally.name, tally.labels, value)


def family(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def sample(name: str, labels: str, value: float) -> str:
    return f"{name}{{{labels}}} {value:.15g}" if labels else f"{name} {value:.15g}"
