"""Sending again what was finished, under the same ids."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from integrations.models import Delivery, Endpoint
from integrations.models.delivery import DeliveryQuerySet


@dataclass(frozen=True)
class Span:
    """Which of an endpoint's finished deliveries: by when their events happened, before `until`, and how they ended."""

    since: datetime | None = None
    until: datetime | None = None
    failed_only: bool = False
    ids: Collection[UUID] | None = None


def replayable(endpoint: Endpoint, span: Span) -> DeliveryQuerySet:
    """What a replay would send. Emptied events are left out: their bodies are gone."""
    finished = Delivery.objects.filter(endpoint=endpoint, event__emptied_at__isnull=True).exclude(
        state=Delivery.State.PENDING
    )
    if span.ids is not None:
        finished = finished.filter(pk__in=span.ids)
    if span.since:
        finished = finished.filter(event__occurred_at__gte=span.since)
    if span.until:
        finished = finished.filter(event__occurred_at__lt=span.until)
    if span.failed_only:
        finished = finished.filter(state=Delivery.State.FAILED)
    return finished


def replay(endpoint: Endpoint, *, since: datetime | None, until: datetime | None, failed_only: bool) -> int:
    """Make finished deliveries of an endpoint due again, under the same ids. Returns how many."""
    return replay_span(endpoint, Span(since=since, until=until, failed_only=failed_only))


def replay_span(endpoint: Endpoint, span: Span) -> int:
    # A replay starts the retry table anew; the attempts of before stay in the log.
    return replayable(endpoint, span).update(
        state=Delivery.State.PENDING, next_attempt_at=timezone.now(), attempts_made=0, finished_at=None, lease=None
    )
