"""What has served its time goes: bodies of sent events, what nobody will send any more, secrets that were replaced."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrations.jobs import job
from integrations.models import Delivery, DeliveryAttempt, Endpoint, OutboxEvent

# What one transaction empties: small enough not to hold up a request's write.
BATCH = 500


def cancel_held(*, at: datetime) -> int:
    """Cancel what has waited for an endpoint that is not active as long as events are kept. Returns how many.

    Repeatable. Otherwise an endpoint that nobody enables again would keep its events for ever.
    """
    held = Delivery.objects.filter(state=Delivery.State.PENDING, event__occurred_at__lt=at - settings.EVENT_RETENTION)
    return (
        held.filter(endpoint__isnull=False)
        .exclude(endpoint__status=Endpoint.Status.ACTIVE)
        .update(state=Delivery.State.CANCELLED, next_attempt_at=None, lease=None, finished_at=at)
    )


def drop_old_secrets(*, at: datetime) -> int:
    """Forget secrets that were rotated out. They signed nothing since their end. Returns of how many endpoints."""
    ended = Endpoint.objects.filter(old_secrets_end_at__lte=at)
    for endpoint in ended:
        # By the moment it had: one that was rotated meanwhile keeps its overlap.
        same = Endpoint.objects.filter(pk=endpoint.pk, old_secrets_end_at=endpoint.old_secrets_end_at)
        same.update(secrets=endpoint.secrets[:1], old_secrets_end_at=None)
    return len(ended)


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
    cancel_held(at=now)
    drop_old_secrets(at=now)
    emptied = 0
    while batch := empty_expired_events(at=now):
        emptied += batch
    return emptied
