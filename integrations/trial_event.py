"""An event about nothing, to see whether an endpoint answers."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrations.catalogue import TRIAL
from integrations.claims import LEASE
from integrations.delivery import deliver
from integrations.jobs import job
from integrations.lease_holders import this_process
from integrations.models import Delivery, Endpoint, OutboxEvent
from integrations.outbox import webhook_delivery
from protection.identifiers import uuid7


def send_trial_event(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """Store a test event for this endpoint alone and try it at once, whatever its status and rate.

    Takes as long as the receiver may, 20 s: not for a browser that waits. What fails is retried as any other.
    """
    delivery = store_trial_event(endpoint, now=now)
    deliver(delivery, now=now)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def ask_for_trial_event(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """The same, tried by a worker: returns at once, and the delivery's attempts tell what came of it."""
    delivery = store_trial_event(endpoint, now=now)
    try_trial.enqueue(str(delivery.pk), str(delivery.lease))
    return delivery


@job
def try_trial(delivery_id: str, lease: str) -> None:
    """Try a test event once. Does nothing where another worker has begun, or the sweep has taken it since."""
    now, own_lease = timezone.now(), uuid7()
    held = Delivery.objects.filter(pk=delivery_id, lease=UUID(lease), state=Delivery.State.PENDING)
    if held.update(lease=own_lease, held_by=this_process(), next_attempt_at=now + LEASE):
        deliver(Delivery.objects.select_related("event__clinic", "endpoint__clinic").get(pk=delivery_id), now=now)


@transaction.atomic
def store_trial_event(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """A delivery that is leased from the start: no worker's sweep takes it before whoever asked for it."""
    clinic = endpoint.clinic
    event = OutboxEvent.objects.create(
        type=TRIAL.name,
        subject_type="endpoint",
        subject_id=endpoint.pk,
        clinic=clinic,
        occurred_at=now,
        bodies={
            "reference": {
                "id": str(endpoint.pk),
                "clinic": {"id": str(clinic.pk), "slug": clinic.slug, "name": clinic.name} if clinic else None,
                "url": f"{settings.BASE_URL}/admin/",
            }
        },
    )
    delivery = webhook_delivery(event, endpoint, due_at=now + LEASE)
    delivery.lease = uuid7()
    delivery.save()
    return delivery
