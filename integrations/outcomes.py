"""What came of a try, written by whoever still holds the lease; one that overslept must not undo another's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F

from integrations import tallies
from integrations.claims import LEASE
from integrations.lease_holders import is_known_dead
from integrations.models import Delivery, DeliveryAttempt
from integrations.retries import retry_delay

log = structlog.get_logger("carefront.delivery")


@dataclass(frozen=True)
class Attempt:
    """What a try was, for its row."""

    started_at: datetime
    duration_ms: int
    status_code: int | None = None
    reason: str = ""
    response_excerpt: str = ""
    signature: str = ""


def give_up(delivery: Delivery, attempt: Attempt, *, now: datetime) -> None:
    record(delivery, attempt, state=Delivery.State.FAILED, next_attempt_at=None, now=now)


def schedule_retry(
    delivery: Delivery, attempt: Attempt, *, now: datetime, retry_after: timedelta | None = None
) -> None:
    """Try again after the table's delay or the receiver's wish, whichever is later; give up at the table's end."""
    delay = retry_delay(tries_before=delivery.attempts_made, retry_after=retry_after)
    if delay is None:
        give_up(delivery, attempt, now=now)
    else:
        record(delivery, attempt, state=Delivery.State.PENDING, next_attempt_at=now + delay, now=now)


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
        schedule_retry(delivery, Attempt(started_at=now, duration_ms=0, reason="the worker was killed"), now=now)
    return len(dead)


@transaction.atomic
def record(
    delivery: Delivery, attempt: Attempt, *, state: Delivery.State, next_attempt_at: datetime | None, now: datetime
) -> None:
    """Write a try that did not succeed."""
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
    attempt_row(delivery, attempt, succeeded=False).save(force_insert=True)
    tallies.attempt(delivery.channel, state=state.value, duration_ms=attempt.duration_ms)
    log.info(
        "attempt failed",
        delivery_id=str(delivery.pk),
        event_id=str(delivery.event_id),
        channel=delivery.channel,
        number=number,
        state=state.value,
        status=attempt.status_code,
        reason=attempt.reason,
    )


@transaction.atomic
def record_successes(sent: Sequence[tuple[Delivery, Attempt, datetime]]) -> None:
    """Write deliveries of one lease that arrived, each with its try and when it ended. Few statements however many."""
    if not sent:
        return
    lease = sent[0][0].lease
    by_id = {delivery.pk: (delivery, attempt, at) for delivery, attempt, at in sent}
    held = Delivery.objects.filter(pk__in=by_id, lease=lease, state=Delivery.State.PENDING)
    if connection.features.has_select_for_update:
        held = held.select_for_update()
    ours = set(held.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ours).update(
        state=Delivery.State.DELIVERED,
        attempts_made=F("attempts_made") + 1,
        next_attempt_at=None,
        lease=None,
        finished_at=max(at for *_, at in sent),
    )
    arrived = [by_id[pk] for pk in by_id if pk in ours]
    DeliveryAttempt.objects.bulk_create(attempt_row(each, attempt, succeeded=True) for each, attempt, _ in arrived)
    # One line for all: a line each takes a tenth of the time that a delivery takes. The tries are rows.
    log.info("delivered", channel=sent[0][0].channel, delivery_ids=[str(delivery.pk) for delivery, *_ in arrived])
    for delivery, attempt, at in arrived:
        tallies.attempt(delivery.channel, state=Delivery.State.DELIVERED.value, duration_ms=attempt.duration_ms)
        tallies.latency(delivery.channel, seconds=(at - delivery.event.occurred_at).total_seconds())
    for lost in by_id.keys() - ours:
        log.warning("lease lost", delivery_id=str(lost))


def attempt_row(delivery: Delivery, attempt: Attempt, *, succeeded: bool) -> DeliveryAttempt:
    return DeliveryAttempt(
        delivery=delivery,
        number=delivery.attempts_made + 1,
        started_at=attempt.started_at,
        duration_ms=attempt.duration_ms,
        succeeded=succeeded,
        status_code=attempt.status_code,
        reason=attempt.reason[:200],
        response_excerpt=attempt.response_excerpt,
        signature=attempt.signature,
    )
