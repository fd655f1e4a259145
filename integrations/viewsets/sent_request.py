"""What a delivery's page shows of a request and its answer: as sent, without what that page may not hold."""

import json
from typing import Any

from integrations.channels.webhook import OWN_HEADERS
from integrations.models import Delivery, DeliveryAttempt
from integrations.signatures import ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER
from integrations.timestamps import rfc3339
from protection.data_classes import DataClass

WITHHELD = "•••"


def request_headers(delivery: Delivery, attempt: DeliveryAttempt) -> list[tuple[str, str]]:
    """Of one try; values of the endpoint's own headers are withheld: they are secrets."""
    own = [(name, WITHHELD) for name in (delivery.endpoint.headers if delivery.endpoint else {})]
    signed = [
        (ID_HEADER, str(delivery.event_id)),
        (TIMESTAMP_HEADER, str(int(attempt.started_at.timestamp()))),
        (SIGNATURE_HEADER, attempt.signature),
    ]
    return [*OWN_HEADERS.items(), *own, *signed] if attempt.signature else []


def request_body(delivery: Delivery) -> str:
    """The envelope with every value above `reference` withheld: names and health text are on the lead's page alone."""
    event = delivery.event
    highest = DataClass.named(delivery.data_class)
    data = event.body(DataClass.REFERENCE)
    for data_class in DataClass:
        if DataClass.REFERENCE < data_class <= highest:
            _merge_withheld(data, (event.bodies or {}).get(data_class.slug, {}))
    envelope = {"type": event.type, "timestamp": rfc3339(event.occurred_at), "data": data}
    return json.dumps(envelope, indent=2, ensure_ascii=False)


def shows_responses(delivery: Delivery) -> bool:
    """An answer may repeat what we sent, so that of a receiver of health information stays out of the page."""
    return delivery.endpoint is not None and DataClass.named(delivery.data_class) < DataClass.HEALTH


def _merge_withheld(into: dict[str, Any], values: Any) -> None:
    for key, value in values.items():
        if isinstance(value, dict):
            target = into.setdefault(key, {})
            if isinstance(target, dict):
                _merge_withheld(target, value)
        else:
            into[key] = WITHHELD
