"""An event about nothing, to see whether an endpoint answers."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from integrations.delivery import deliver
from integrations.models import Delivery, Endpoint, OutboxEvent
from integrations.outbox import webhook_delivery
from protection.identifiers import uuid7

TRIAL_EVENT_TYPE = "carefront.test"


def send_trial_event(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """Store a test event for this endpoint alone and try it at once. What fails is retried as any other."""
    clinic = endpoint.clinic
    lease = uuid7()
    with transaction.atomic():
        event = OutboxEvent.objects.create(
            type=TRIAL_EVENT_TYPE,
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
        delivery = webhook_delivery(event, endpoint, due_at=now)
        delivery.lease = lease  # ours from the start: no worker takes it while we try
        delivery.save()
    deliver(delivery, now=now)
    delivery.refresh_from_db()
    return delivery
