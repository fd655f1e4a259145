"""Writing down who looked, changed, exported or was refused. One INSERT; the chain is made later, by a job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from protection.models import AuditEntry

Action = AuditEntry.Action


def record(
    action: str,
    *,
    actor: Any,
    subject_type: str,
    subject_id: object = "",
    clinic_id: UUID | None = None,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Enter one action. Not safe to repeat.

    Outside the caller's transaction where it records a refusal: what is rolled back was never recorded.

    Args:
        action: a value of `AuditEntry.Action`.
        actor: the member of staff; None or a visitor who is not signed in for nobody.
        subject_type: the lower-case name of a model.
        at: aware; the moment of writing, never one of the past: `verify_audit` takes that for tampering.
        data: references only; never what somebody typed, searched for or may not be told.
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return AuditEntry.objects.create(
        action=Action(action),
        actor=str(getattr(actor, "pk", None) or ""),
        subject_type=subject_type,
        subject_id=str(subject_id),
        clinic_id=clinic_id,
        at=at,
        data=dict(data or {}),
        request_id=str(request_id)[:64],
    )
