"""How an endpoint has fared: kept on its row, for the list, for slowing it down, and for switching it off."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from integrations.access import endpoint_policy
from integrations.failures import DeliveryFailure, PermanentFailure
from integrations.models import Endpoint
from integrations.outbox import Event, Letter, publish

log = structlog.get_logger("carefront.delivery")

# A row that every success wrote would be the one that all workers wait for.
SUCCESS_NOTED_EVERY = timedelta(minutes=1)
# Standard Webhooks 1.0.0, "Deliverability": disable what has failed for several days.
DISABLED_AFTER = timedelta(days=5)
TOO_MANY_REQUESTS = 429
# What a 429 without a wish of its own holds an endpoint back, and what its wish may at most.
HELD_BACK = timedelta(seconds=30)
LONGEST_HELD_BACK = timedelta(hours=1)


def note_success(endpoint: Endpoint, *, at: datetime) -> None:
    """Repeatable, and mostly free: written once a minute, and when it ends a time of failures."""
    noted = endpoint.last_succeeded_at
    if endpoint.failing_since is None and noted and at - noted < SUCCESS_NOTED_EVERY:
        return
    endpoint.last_succeeded_at, endpoint.failing_since, endpoint.failures = at, None, 0
    Endpoint.objects.filter(pk=endpoint.pk).update(last_succeeded_at=at, failing_since=None, failures=0)


def note_failure(endpoint: Endpoint, failure: DeliveryFailure, *, at: datetime) -> None:
    """Count it; hold the endpoint back where it asked for that; disable it where it is gone or has failed for days."""
    held_back = {"held_back_until": at + held_back_for(failure)} if failure.status_code == TOO_MANY_REQUESTS else {}
    failing_since = Coalesce(F("failing_since"), at)
    Endpoint.objects.filter(pk=endpoint.pk).update(failures=F("failures") + 1, failing_since=failing_since, **held_back)
    if isinstance(failure, PermanentFailure) and failure.endpoint_gone:
        disable(endpoint, reason=str(failure), at=at)
    elif endpoint.failing_since and at - endpoint.failing_since >= DISABLED_AFTER:
        disable(endpoint, reason=f"nothing but failures for {DISABLED_AFTER.days} days", at=at)


def held_back_for(failure: DeliveryFailure) -> timedelta:
    wish: timedelta | None = getattr(failure, "retry_after", None)
    return min(max(wish, HELD_BACK / 6), LONGEST_HELD_BACK) if wish else HELD_BACK


@transaction.atomic
def disable(endpoint: Endpoint, *, reason: str, at: datetime) -> None:
    """Send nothing there until somebody enables it again, and tell its owner. Repeatable: one letter."""
    active = Endpoint.objects.filter(pk=endpoint.pk, status=Endpoint.Status.ACTIVE)
    if not active.update(status=Endpoint.Status.DISABLED, status_reason=reason[:200], status_changed_at=at):
        return
    log.warning("endpoint disabled", endpoint_id=str(endpoint.pk), reason=reason)
    notice = Event(
        type="endpoint.disabled",
        subject_type="endpoint",
        subject_id=endpoint.pk,
        clinic=endpoint.clinic,
        bodies={"reference": {"url": f"{settings.BASE_URL}{reverse('endpoints:inspect', args=[endpoint.pk])}"}},
        letters_only=True,
        letters=[Letter(template="endpoint_disabled", recipient=each, to_staff=True) for each in owners(endpoint)],
    )
    publish(notice, occurred_at=at)


def owners(endpoint: Endpoint) -> list[str]:
    """Who hears that an endpoint was switched off: its clinic's address for alerts, else those who may change it."""
    if endpoint.clinic and endpoint.clinic.alert_email_list:
        return list(endpoint.clinic.alert_email_list)
    staff = endpoint_policy.users_with_any_permission_for_instance(["change"], endpoint)
    return sorted({email for email in staff.values_list("email", flat=True) if email})
