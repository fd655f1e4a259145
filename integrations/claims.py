"""Who sends what next: a worker takes due deliveries of one lane, so that no other worker does meanwhile.

A *lane* is an endpoint, or None for all letters. Claims are per lane: what waits for an endpoint that is dead, paused
or held back is never looked at, however much it is.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery

from integrations.lease_holders import this_process
from integrations.models import Delivery, Endpoint

type Lane = UUID | None

# Longer than any send may take (20 s) after the latest start, so that a delivery is in one worker's hands. A killed
# worker delays it by this, less where another worker runs on the same machine: `release_dead_leases`.
LEASE = timedelta(seconds=30)
# A send that starts later than this after its claim could outlast the lease.
LATEST_START = timedelta(seconds=10)
# A repeated letter reaches a person, a repeated webhook its known id: letters are taken one at a time.
LETTERS_AT_ONCE = 1


def claim_due(*, now: datetime, limit: int | Callable[[Lane], int], closed: Collection[Lane] = ()) -> list[Delivery]:
    """Take due deliveries of the lane that waits longest, longest due first, for the length of LEASE.

    Args:
        limit: how many at most, or what tells it for a lane.
        closed: lanes to leave alone.
    """
    for lane in lanes_with_work(now=now):
        if lane not in closed:
            most = limit(lane) if callable(limit) else limit
            if claimed := claim_in(lane, now=now, limit=most):
                return claimed
    return []


def lanes_with_work(*, now: datetime) -> list[Lane]:
    """Lanes with something due that may be sent to now, the one that waits longest first."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING)
    oldest = pending.filter(endpoint=OuterRef("pk")).order_by("next_attempt_at").values("next_attempt_at")[:1]
    sending = Endpoint.objects.sending(at=now).annotate(oldest_due_at=Subquery(oldest))
    letters = pending.filter(endpoint__isnull=True).order_by("next_attempt_at")
    found: list[tuple[Lane, datetime | None]] = [(None, letters.values_list("next_attempt_at", flat=True).first())]
    found += sending.order_by().values_list("pk", "oldest_due_at")
    waiting = [(due_at, lane) for lane, due_at in found if due_at is not None and due_at <= now]
    return [lane for _, lane in sorted(waiting, key=lambda each: each[0])]


def claim_in(lane: Lane, *, now: datetime, limit: int) -> list[Delivery]:
    """Take due deliveries of one lane, as many as its rate allows now."""
    lease = uuid.uuid4()
    with transaction.atomic():
        due = Delivery.objects.due(at=now).filter(endpoint=lane).order_by("next_attempt_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        # On SQLite `BEGIN IMMEDIATE` lets one claim in at a time.
        endpoint = Endpoint.objects.select_related("clinic").filter(pk=lane).first() if lane else None
        most = min(limit, endpoint.slots_at_once if endpoint else LETTERS_AT_ONCE)
        ids = list(due.values_list("pk", flat=True)[:most])
        if not ids or (endpoint and not take_slots(endpoint, len(ids), now=now)):
            return []
        Delivery.objects.filter(pk__in=ids).update(lease=lease, held_by=this_process(), next_attempt_at=now + LEASE)
    related = ["event"] if endpoint else ["event", "event__clinic"]  # a letter is signed by its clinic
    held = list(Delivery.objects.filter(pk__in=ids, lease=lease).order_by("pk").select_related(*related))
    for delivery in held:
        delivery.endpoint = endpoint  # read once for all: its secrets take longer to decrypt than the row to load
    return held


def take_slots(endpoint: Endpoint, count: int, *, now: datetime) -> bool:
    """Move the moment from which an endpoint may be sent to again. False where another worker was faster.

    The row is the one place that all workers share: together they keep the rate.
    """
    if not endpoint.send_interval:
        return True
    free = Endpoint.objects.filter(Q(rate_free_at__isnull=True) | Q(rate_free_at__lte=now), pk=endpoint.pk)
    return bool(free.update(rate_free_at=now + count * endpoint.send_interval))


def release_unsent(deliveries: Iterable[Delivery], *, now: datetime) -> None:
    """Make claimed deliveries that were not begun due again. Those whose lease was lost are left alone."""
    for lease, ids in _by_lease(deliveries).items():
        held = Delivery.objects.filter(pk__in=ids, lease=lease, state=Delivery.State.PENDING)
        held.update(lease=None, held_by="", next_attempt_at=now)


def _by_lease(deliveries: Iterable[Delivery]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for each in deliveries:
        if each.lease:
            found.setdefault(each.lease, []).append(each.pk)
    return found
