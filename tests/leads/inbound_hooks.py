"""Sends signed status updates as a CRM would."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import standardwebhooks
from django.test import Client
from django.utils import timezone

from integrations.models import Endpoint
from integrations.timestamps import rfc3339


def stage_changed(lead_id: UUID | str, stage: str, *, at: datetime, **more: Any) -> dict[str, Any]:
    data = {"id": str(lead_id), "stage": stage} | more
    return {"type": "lead.stage_changed", "timestamp": rfc3339(at), "data": data}


def assigned(lead_id: UUID | str, owner: dict[str, str] | None, *, at: datetime) -> dict[str, Any]:
    return {"type": "lead.assigned", "timestamp": rfc3339(at), "data": {"id": str(lead_id), "owner": owner}}


def appointment(lead_id: UUID | str, kind: str, *, at: datetime, starts_at: datetime | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {"lead": {"id": str(lead_id)}}
    if starts_at:
        data["starts_at"] = rfc3339(starts_at)
    return {"type": f"appointment.{kind}", "timestamp": rfc3339(at), "data": data}


def signed_headers(body: str, endpoint: Endpoint, *, message_id: str, sent_at: datetime) -> dict[str, str]:
    """By the published library, not by ours."""
    signature = standardwebhooks.Webhook(endpoint.secrets[0]).sign(message_id, sent_at, body)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": signature,
    }


def tell(
    client: Client,
    endpoint: Endpoint,
    event: Any,
    *,
    message_id: str = "msg-1",
    sent_at: datetime | None = None,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
) -> Any:
    body = event if isinstance(event, str) else json.dumps(event)
    signed = signed_headers(body, endpoint, message_id=message_id, sent_at=sent_at or timezone.now())
    return client.post(
        f"/hooks/{endpoint.pk}/", body, content_type=content_type, headers=signed if headers is None else headers
    )
