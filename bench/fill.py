"""Inside an installation: make endpoints, publish events. `python -m bench.fill endpoints|events …`."""

import json
import sys
import time
from datetime import timedelta
from typing import Any

import django


def endpoints(urls: str) -> None:
    from integrations.models import Endpoint
    from tests.committing.seed import SECRET

    Endpoint.objects.all().delete()
    for kind, url in json.loads(urls).items():
        Endpoint.objects.create(description=kind, url=url, secrets=[SECRET])


def events(count: str, when: str, rate: str = "0") -> None:
    """Publish, `rate` a second (0: at once), due now or an hour later. Prints ids with the time of each."""
    from django.db import transaction
    from django.utils import timezone

    from integrations.models import Delivery
    from integrations.outbox import Event, publish
    from protection.identifiers import uuid7

    began = time.monotonic()
    published: list[tuple[str, float]] = []
    for number in range(int(count)):
        if float(rate):
            time.sleep(max(0.0, began + number / float(rate) - time.monotonic()))
        body: dict[str, Any] = {"id": str(uuid7()), "clinic": None, "url": "https://example.com/", "stage": "new"}
        event = Event(
            type="lead.created", subject_type="lead", subject_id=uuid7(), clinic=None, bodies={"reference": body}
        )
        at = timezone.now()
        with transaction.atomic():
            (stored,) = publish(event, occurred_at=at + timedelta(hours=1) if when == "later" else at)
        published.append((str(stored.pk), at.timestamp()))
    assert Delivery.objects.exists()
    print(json.dumps(published))


if __name__ == "__main__":
    django.setup()
    {"endpoints": endpoints, "events": events}[sys.argv[1]](*sys.argv[2:])
