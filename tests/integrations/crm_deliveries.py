"""What tests of CRM adapters ask of deliveries."""

from datetime import datetime
from typing import Any

from integrations.delivery import deliver_due
from integrations.models import Delivery, DeliveryAttempt


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def last_reason() -> str:
    return DeliveryAttempt.objects.latest("pk").reason


def send_again(now: datetime, **which: Any) -> None:
    Delivery.objects.filter(**which).update(state="pending", next_attempt_at=now, finished_at=None)
    deliver_due(now=now)
