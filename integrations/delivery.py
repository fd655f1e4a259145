"""From a due delivery to a recorded outcome: claim, send outside any transaction, record, retry or give up."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.module_loading import import_string

from integrations import endpoint_health
from integrations.channels import crm, email, sms, webhook
from integrations.channels.outcome import Sent
from integrations.claims import LATEST_START, claim_due, release_unsent
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.models import Delivery
from integrations.outcomes import Attempt, give_up, record_successes, schedule_retry

log = structlog.get_logger("carefront.delivery")

SEND_BY_CHANNEL: dict[str, Callable[[Delivery, datetime], Sent]] = {
    Delivery.Channel.WEBHOOK: webhook.send,
    Delivery.Channel.EMAIL: email.send,
    Delivery.Channel.EMAIL_STAFF: email.send,
    Delivery.Channel.EMAIL_PERSON: email.send,
    Delivery.Channel.SMS: sms.send,
    Delivery.Channel.CRM: crm.send,
}
# A receiver that takes longer than this is slow: what else was claimed for it goes back.
SLOW_SECONDS = 1.0
# Successes of one claim are written together, this long after the first: what a kill in between would send again.
WRITTEN_WITHIN_SECONDS = 0.2


@dataclass(frozen=True)
class Sending:
    """What came of one claim. `begun`: how many were tried; `was_quick`: all of them arrived, and soon; `was_slow`:
    one took its time, whatever came of it."""

    begun: int
    was_quick: bool
    was_slow: bool


def deliver_due(*, now: datetime, limit: int = 10) -> int:
    """Claim up to `limit` due deliveries and send them. Returns how many were tried.

    Safe to run anywhere, any number of times at once.
    """
    begun = 0
    while begun < limit and (claimed := claim_due(now=now, limit=limit - begun)):
        tried = send_claimed(claimed, clock=lambda: now).begun
        if not tried:
            break
        begun += tried
    return begun


def send_claimed(claimed: Sequence[Delivery], *, clock: Callable[[], datetime]) -> Sending:
    """Send deliveries of one claim in turn, and record what came of each. A failure or a slow answer ends it.

    Claimed rows are leased, not done: a worker killed in here delays them by the lease and loses none.
    """
    endpoint = claimed[0].endpoint
    gap = endpoint.send_interval.total_seconds() if endpoint and endpoint.send_interval else 0.0
    began = time.monotonic()
    arrived: list[tuple[Delivery, Attempt, datetime]] = []
    first_arrived = began
    begun, was_quick, was_slow = 0, True, False
    try:
        for position, delivery in enumerate(claimed):
            if gap and (early := began + position * gap - time.monotonic()) > 0:
                time.sleep(early)
            started = time.monotonic()
            if not was_quick or started - began > LATEST_START.total_seconds():
                break  # what is left goes back
            begun += 1
            attempt = try_once(delivery, now=clock())
            was_slow = time.monotonic() - started > SLOW_SECONDS
            was_quick = attempt is not None and not was_slow
            if attempt is None:
                continue
            if not arrived:
                first_arrived = time.monotonic()
            arrived.append((delivery, attempt, clock()))
            if time.monotonic() - first_arrived > WRITTEN_WITHIN_SECONDS:
                _write(arrived)
    finally:
        _write(arrived)
        release_unsent(claimed[begun:], now=clock())
    return Sending(begun=begun, was_quick=was_quick, was_slow=was_slow)


def deliver(delivery: Delivery, *, now: datetime) -> None:
    """Send one claimed delivery and record what came of it. Raises only when the outcome cannot be recorded."""
    send_claimed([delivery], clock=lambda: now)


def try_once(delivery: Delivery, *, now: datetime) -> Attempt | None:
    """Send. A failure is recorded here and is None; a success is for the caller to record."""
    started = time.monotonic()

    def attempt(**outcome: object) -> Attempt:
        duration_ms = round((time.monotonic() - started) * 1000)
        return Attempt(started_at=now, duration_ms=duration_ms, **outcome)  # type: ignore[arg-type]

    try:
        ask_before_sending(delivery, now=now)
        sent = SEND_BY_CHANNEL[delivery.channel](delivery, now)
    except (PermanentFailure, TemporaryFailure) as failure:
        tried = attempt(
            reason=str(failure),
            status_code=failure.status_code,
            response_excerpt=failure.response_excerpt,
            signature=failure.signature,
        )
        if isinstance(failure, PermanentFailure):  # a person must change something
            give_up(delivery, tried, now=now)
        else:  # the same bytes may succeed later
            schedule_retry(delivery, tried, now=now, retry_after=failure.retry_after)
        if delivery.endpoint:
            endpoint_health.note_failure(delivery.endpoint, failure, at=now)
    except DatabaseError:
        raise  # nothing was sent, nothing can be written: the lease runs out
    except Exception as error:
        # A bug of ours: reported, and tried again by the table, so that neither this row nor those behind it wait for
        # the lease for ever, and a mended release sends it.
        log.exception("delivery broke", delivery_id=str(delivery.pk))
        schedule_retry(delivery, attempt(reason=f"our own error ({type(error).__name__})"), now=now)
    else:
        return attempt(status_code=sent.status_code, response_excerpt=sent.response_excerpt, signature=sent.signature)
    return None


def ask_before_sending(delivery: Delivery, *, now: datetime) -> None:
    """Ask whoever knows the subject whether it may still leave: `ASKED_BEFORE_SENDING`, a function for a channel.

    Raises:
        PermanentFailure: it must not leave any more.
        TemporaryFailure: not at this hour.
    """
    if path := settings.ASKED_BEFORE_SENDING.get(delivery.channel):
        import_string(path)(delivery.event.subject_id, at=now)


def _write(arrived: list[tuple[Delivery, Attempt, datetime]]) -> None:
    if not arrived:
        return
    record_successes(arrived)
    *_, (delivery, _, at) = arrived
    if delivery.endpoint:
        endpoint_health.note_success(delivery.endpoint, at=at)
    arrived.clear()
