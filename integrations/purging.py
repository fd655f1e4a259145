"""What has served its time is emptied: bodies of sent events first."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrations.jobs import job
from integrations.models import Delivery, DeliveryAttempt, OutboxEvent

# What one transaction empties: small enough not to hold up a request's write.
BATCH = 500


def empty_expired_events(*, at: datetime) -> int:
    """Empty events older than `EVENT_RETENTION` that nobody waits for: bodies, recipients, links. Returns how many.

    Repeatable. That there was an event, and to which endpoint it went, stays.
    """
    old = OutboxEvent.objects.filter(emptied_at__isnull=True, occurred_at__lt=at - settings.EVENT_RETENTION)
    waiting = Delivery.objects.filter(state=Delivery.State.PENDING).values("event_id")
    expired = list(old.exclude(pk__in=waiting).values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        Delivery.objects.filter(event_id__in=expired).update(recipient="", letter_values=None)
        DeliveryAttempt.objects.filter(delivery__event_id__in=expired).update(response_excerpt="")
        OutboxEvent.objects.filter(pk__in=expired).update(bodies=None, emptied_at=at)
    return len(expired)


@job
def purge_expired() -> int:
    """Hourly, by the schedule in the settings."""
    now = timezone.now()
    emptied = 0
    while batch := empty_expired_events(at=now):
        emptied += batch
    return emptied
