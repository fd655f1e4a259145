"""Staff pause, enable and disable endpoints."""

from datetime import datetime

from integrations.models import Endpoint

type Status = Endpoint.Status


def change_status(endpoint: Endpoint, status: Status, *, reason: str = "", at: datetime) -> None:
    """Active endpoints are sent to; paused ones collect what they will get later; disabled ones get nothing new.

    What waits is kept in either case, as long as events are kept. Enabling starts with a clean slate: five days of
    failures are counted anew, and what was held back goes at once. Repeatable.
    """
    endpoint.status, endpoint.status_reason, endpoint.status_changed_at = status, reason[:200], at
    fields = ["status", "status_reason", "status_changed_at"]
    if status == Endpoint.Status.ACTIVE:
        endpoint.failing_since, endpoint.failures, endpoint.held_back_until = None, 0, None
        fields += ["failing_since", "failures", "held_back_until"]
    endpoint.save(update_fields=fields)
