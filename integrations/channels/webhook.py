"""Signed webhooks by Standard Webhooks 1.0."""

import email.utils
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings

from integrations import outbound_http
from integrations.channels.outcome import Sent
from integrations.failures import DeliveryFailure, PermanentFailure, TemporaryFailure
from integrations.models import Delivery, Endpoint, OutboxEvent
from integrations.signatures import SIGNATURE_HEADER, InvalidSecret, sign
from integrations.timestamps import rfc3339
from protection.data_classes import DataClass, allowed_class

EXCERPT_CHARACTERS = 2_000
OWN_HEADERS = {"Content-Type": "application/json", "User-Agent": "Carefront-Webhooks/1"}


def send(delivery: Delivery, now: datetime) -> Sent:
    """POST the event to the delivery's endpoint. Any 2xx is success and nothing else is.

    Raises:
        PermanentFailure: the address or the secret is refused, or the receiver answered 410 (`endpoint_gone`).
        TemporaryFailure: anything that may pass: no connection, timeout, every other status.
    """
    endpoint = delivery.endpoint
    if endpoint is None:
        raise PermanentFailure("the endpoint was deleted")
    if delivery.event.emptied_at:
        raise PermanentFailure("the event was emptied")
    # What staff allow now, should they have narrowed the endpoint since.
    narrowed = allowed_class("webhook", DataClass.named(endpoint.data_class))
    body = encode(delivery.event, data_class=min(DataClass.named(delivery.data_class), narrowed))
    try:
        signed = sign(body, secrets=endpoint.secrets_at(now), message_id=str(delivery.event_id), sent_at=now)
    except InvalidSecret as error:
        raise PermanentFailure("the endpoint's secret is missing or malformed") from error
    signature = signed[SIGNATURE_HEADER]
    try:
        status, excerpt = _post(endpoint, body=body, signed=signed, now=now)
    except DeliveryFailure as failure:
        failure.signature = signature
        raise
    return Sent(status_code=status, response_excerpt=excerpt, signature=signature)


def _post(endpoint: Endpoint, *, body: bytes, signed: Mapping[str, str], now: datetime) -> tuple[int, str]:
    response = outbound_http.post(
        endpoint.url,
        body=body,
        headers={**endpoint.headers, **OWN_HEADERS, **signed},
        allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
    )
    status = response.status_code
    excerpt = response.excerpt.decode("utf-8", "replace").replace("\x00", "")[:EXCERPT_CHARACTERS]
    if 200 <= status < 300:
        return status, excerpt
    if status == 410:
        raise PermanentFailure("the receiver is gone (410)", status_code=status, endpoint_gone=True)
    raise TemporaryFailure(
        f"the receiver answered {status}",
        status_code=status,
        retry_after=retry_after(response.headers, now=now),
        response_excerpt=excerpt,
    )


def encode(event: OutboxEvent, *, data_class: DataClass) -> bytes:
    """The envelope of an event, the same bytes at every attempt: {"type", "timestamp", "data"}."""
    envelope = {"type": event.type, "timestamp": rfc3339(event.occurred_at), "data": event.body(data_class)}
    return json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """RFC 9110, 10.2.3: seconds or a date. None where it is missing or makes no sense."""
    value = {name.lower(): text for name, text in headers.items()}.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 9:
        return timedelta(seconds=int(value))
    try:
        date = email.utils.parsedate_to_datetime(value)
        aware = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(aware - now, timedelta(0))
    except (TypeError, ValueError, OverflowError):
        return None
