"""Events for tests of the way out: each value says which class it has."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from integrations.models import OutboxEvent
from integrations.outbox import Event, Letter, publish
from sites.models import Clinic

BODIES = {
    "reference": {"id": "reference-canary", "person": {"id": "person-1"}},
    "preference": {"best_time": "preference-canary"},
    "contact": {"person": {"full_name": "contact-canary"}},
    "health": {"message": "health-canary"},
}
CANARIES = ("reference-canary", "preference-canary", "contact-canary", "health-canary")


def event_of(clinic: Clinic | None, *, letters: tuple[Letter, ...] = (), **values: Any) -> Event:
    given = {"type": "lead.created", "subject_type": "lead", "subject_id": uuid.uuid4(), "bodies": BODIES} | values
    return Event(clinic=clinic, letters=letters, **given)


def published(clinic: Clinic | None, *, at: datetime, letters: tuple[Letter, ...] = (), **values: Any) -> OutboxEvent:
    with transaction.atomic():
        (stored,) = publish(event_of(clinic, letters=letters, **values), occurred_at=at)
    return stored


def canaries_in(text: str | bytes) -> list[str]:
    shown = text.decode() if isinstance(text, bytes) else text
    return [canary for canary in CANARIES if canary in shown]
