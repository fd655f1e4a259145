"""From a due delivery to a recorded outcome: claim, send outside any transaction, record, retry or give up."""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from integrations.channels import email, webhook
from integrations.channels.outcome import Sent
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.lease_holders import is_known_dead, this_process
from integrations.models import Delivery, DeliveryAttempt, Endpoint

log = structlog.get_logger("carefront.delivery")

# Standard Webhooks 1.0.0, "Deliverability": ten tries over 75 h 35 min 5 s.
RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# Each delay grows by up to this share, so that a receiver that comes back is not met by all deliveries at once.
JITTER = 0.1
# A receiver's `Retry-After` may ask for later than our table, not for later than this.
LONGEST_RETRY_AFTER = timedelta(hours=24)
# Longer than any send may take (20 s), so that a delivery is in one worker's hands. A killed worker delays it by this,
# less where another worker runs on the same machine: `release_dead_leases`.
LEASE = timedelta(seconds=30)
# A send that starts later than this after its claim could outlast the lease.
LATEST_START = timedelta(seconds=10)

SEND_BY_CHANNEL: dict[str, Callable[[Delivery, datetime], Sent]] = {
    Delivery.Channel.WEBHOOK: webhook.send,
    Delivery.Channel.EMAIL: email.send,
    Delivery.Channel.EMAIL_STAFF: email.send,
}


@dataclass(frozen=True)
class Attempt:
    """What a try was, for its row."""

    started_at: datetime
    duration_ms: int
    status_code: int | None = None
    reason: str = ""
    response_excerpt: str = ""


def deliver_due(*, now: datetime, limit: int = 10) -> int:
    """Claim up to `limit` due deliveries and send them. Returns how many were claimed.

    Safe to run anywhere, any number of times at once.
    """
    # Claimed rows are leased, not done: a worker killed in this loop delays them by LEASE and loses none.
    claimed = claim_due(now=now, limit=limit)
    began = time.monotonic()
    for delivery in claimed:
        if time.monotonic() - began > LATEST_START.total_seconds():
            break  # slow receivers used the lease up; what is left is due again when it ends
        deliver(delivery, now=now)
    return len(claimed)


def claim_due(*, now: datetime, limit: int) -> list[Delivery]:
    """Take due deliveries, longest due first, so that no other worker does for the length of LEASE."""
    lease = uuid.uuid4()
    with transaction.atomic():
        due = Delivery.objects.due(at=now).order_by("next_attempt_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        # On SQLite `BEGIN IMMEDIATE` lets one claim in at a time.
        ids = list(due.values_list("pk", flat=True)[:limit])
        if ids:
            Delivery.objects.filter(pk__in=ids).update(lease=lease, held_by=this_process(), next_attempt_at=now + LEASE)
    if not ids:
        return []
    held = Delivery.objects.filter(pk__in=ids, lease=lease).order_by("pk")
    return list(held.select_related("event__clinic", "endpoint"))


def release_dead_leases(*, now: datetime) -> int:
    """Schedule anew what killed workers of this machine had in hand. Returns how many. Safe to run anywhere, at once.

    It counts as a try, since the receiver may have had it, and since a delivery that kills its worker must not do so
    for ever. What other machines' workers held comes back when its lease runs out.
    """
    dead = [
        held
        for held in Delivery.objects.leased(at=now).filter(next_attempt_at__lte=now + LEASE)
        if is_known_dead(held.held_by)
    ]
    for delivery in dead:
        attempt = Attempt(started_at=now, duration_ms=0, reason="the worker was killed")
        schedule_retry(delivery, attempt, now=now, retry_after=None)
    return len(dead)


def deliver(delivery: Delivery, *, now: datetime) -> None:
    """Send one claimed delivery and record what came of it. Raises only when the outcome cannot be recorded."""
    if delivery.endpoint and delivery.endpoint.status != Endpoint.Status.ACTIVE:
        cancel(delivery, now=now, reason=f"endpoint is {delivery.endpoint.status}")
        return
    started = time.monotonic()

    def attempt(**outcome: object) -> Attempt:
        duration_ms = round((time.monotonic() - started) * 1000)
        return Attempt(started_at=now, duration_ms=duration_ms, **outcome)  # type: ignore[arg-type]

    try:
        sent = SEND_BY_CHANNEL[delivery.channel](delivery, now)
    except PermanentFailure as failure:  # a person must change something
        give_up(delivery, attempt(reason=str(failure), status_code=failure.status_code), now=now)
        if failure.endpoint_gone and delivery.endpoint:
            disable(delivery.endpoint, reason=str(failure))
    except TemporaryFailure as failure:  # the same bytes may succeed later
        tried = attempt(reason=str(failure), status_code=failure.status_code, response_excerpt=failure.response_excerpt)
        schedule_retry(delivery, tried, now=now, retry_after=failure.retry_after)
    except DatabaseError:
        raise  # nothing was sent, nothing can be written: the lease runs out
    except Exception as error:
        # A bug of ours: reported, and tried again by the table, so that neither this row nor those behind it wait for
        # the lease for ever, and a mended release sends it.
        log.exception("delivery broke", delivery_id=str(delivery.pk))
        reason = f"our own error ({type(error).__name__})"
        schedule_retry(delivery, attempt(reason=reason), now=now, retry_after=None)
    else:
        succeed(delivery, attempt(status_code=sent.status_code, response_excerpt=sent.response_excerpt), now=now)


def succeed(delivery: Delivery, attempt: Attempt, *, now: datetime) -> None:
    record(delivery, attempt, succeeded=True, state=Delivery.State.DELIVERED, next_attempt_at=None, now=now)


def give_up(delivery: Delivery, attempt: Attempt, *, now: datetime) -> None:
    record(delivery, attempt, succeeded=False, state=Delivery.State.FAILED, next_attempt_at=None, now=now)


def schedule_retry(delivery: Delivery, attempt: Attempt, *, now: datetime, retry_after: timedelta | None) -> None:
    """Try again after the table's delay or the receiver's wish, whichever is later; give up at the table's end."""
    if delivery.attempts_made >= len(RETRY_DELAYS):
        give_up(delivery, attempt, now=now)
        return
    delay = RETRY_DELAYS[delivery.attempts_made]
    delay += delay * random.uniform(0, JITTER)  # noqa: S311 - spreads load, guards nothing
    if retry_after:
        delay = max(delay, min(retry_after, LONGEST_RETRY_AFTER))
    record(delivery, attempt, succeeded=False, state=Delivery.State.PENDING, next_attempt_at=now + delay, now=now)


def cancel(delivery: Delivery, *, now: datetime, reason: str) -> None:
    attempt = Attempt(started_at=now, duration_ms=0, reason=reason)
    record(delivery, attempt, succeeded=False, state=Delivery.State.CANCELLED, next_attempt_at=None, now=now)


@transaction.atomic
def record(
    delivery: Delivery,
    attempt: Attempt,
    *,
    succeeded: bool,
    state: Delivery.State,
    next_attempt_at: datetime | None,
    now: datetime,
) -> None:
    """Write the outcome if this worker still holds the lease; one that overslept must not undo another's work."""
    number = delivery.attempts_made + 1
    held = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, state=Delivery.State.PENDING)
    updated = held.update(
        state=state,
        attempts_made=number,
        next_attempt_at=next_attempt_at,
        lease=None,
        finished_at=None if state == Delivery.State.PENDING else now,
    )
    if not updated:
        log.warning("lease lost", delivery_id=str(delivery.pk))
        return
    DeliveryAttempt.objects.create(
        delivery=delivery,
        number=number,
        started_at=attempt.started_at,
        duration_ms=attempt.duration_ms,
        succeeded=succeeded,
        status_code=attempt.status_code,
        reason=attempt.reason[:200],
        response_excerpt=attempt.response_excerpt,
    )
    log.info(
        "attempt",
        delivery_id=str(delivery.pk),
        event_id=str(delivery.event_id),
        channel=delivery.channel,
        number=number,
        state=state.value,
        status=attempt.status_code,
        reason=attempt.reason,
    )


def disable(endpoint: Endpoint, *, reason: str) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(status=Endpoint.Status.DISABLED, status_reason=reason[:200])


def replay(endpoint: Endpoint, *, since: datetime | None, until: datetime | None, failed_only: bool) -> int:
    """Make finished deliveries of an endpoint due again, under the same ids. Returns how many.

    Emptied events are left out: their bodies are gone.
    """
    finished = Delivery.objects.filter(endpoint=endpoint, event__emptied_at__isnull=True).exclude(
        state=Delivery.State.PENDING
    )
    if since:
        finished = finished.filter(event__occurred_at__gte=since)
    if until:
        finished = finished.filter(event__occurred_at__lt=until)
    if failed_only:
        finished = finished.filter(state=Delivery.State.FAILED)
    # A replay starts the retry table anew; the attempts of before stay in the log.
    return finished.update(
        state=Delivery.State.PENDING, next_attempt_at=timezone.now(), attempts_made=0, finished_at=None, lease=None
    )
