"""How endpoints share the workers: none delays the others, and a rate is kept by all workers together."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from integrations.claims import claim_due
from integrations.delivery import Sending, deliver_due, send_claimed
from integrations.lanes import Lanes
from integrations.models import Delivery, Endpoint
from sites.models import Clinic
from tests.integrations.published import published
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

RUNS = threading.Event()
ARRIVED = Sending(begun=1, was_quick=True, was_slow=False)
TIMED_OUT = Sending(begun=1, was_quick=False, was_slow=True)


@pytest.fixture
def endpoints(clinic: Clinic, make_endpoint: Callable[..., Endpoint]) -> list[Endpoint]:
    return [make_endpoint(clinic, description=str(number)) for number in range(4)]


def take(lanes: Lanes, now: datetime) -> Endpoint | None:
    """Whose deliveries the next idle thread gets; None where it would wait."""
    asked = threading.Event()
    claimed = lanes.next_claim(asked, clock=lambda: asked.set() or now)  # type: ignore[func-returns-value]
    return claimed[0].endpoint if claimed else None


def test_one_endpoint_holds_a_quarter_of_the_threads_at_most(
    clinic: Clinic, endpoints: list[Endpoint], now: datetime
) -> None:
    for _ in range(8):
        published(clinic, at=now)
    lanes = Lanes(threads=8)

    taken = [take(lanes, now) for _ in range(8)]

    assert sorted(str(each) for each in taken) == ["0", "0", "1", "1", "2", "2", "3", "3"]


def test_slow_endpoints_together_hold_half_of_the_threads_at_most(
    clinic: Clinic, endpoints: list[Endpoint], now: datetime
) -> None:
    for _ in range(8):
        published(clinic, at=now)
    lanes = Lanes(threads=4)
    for endpoint in endpoints[:3]:
        lanes._busy[endpoint.pk] += 1
        lanes.give_back(endpoint.pk, TIMED_OUT)

    taken = {str(take(lanes, now)) for _ in range(4)}

    assert "3" in taken
    assert len(taken & {"0", "1", "2"}) == 2


def test_an_endpoint_that_takes_its_events_quickly_gets_more_of_them_at_once(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    endpoint = make_endpoint(clinic)
    for _ in range(40):
        published(clinic, at=now)
    lanes = Lanes(threads=4)
    sizes = []
    for _ in range(4):
        claimed = lanes.next_claim(RUNS, clock=lambda: now)
        sizes.append(len(claimed))
        lanes.give_back(endpoint.pk, ARRIVED)
    lanes.next_claim(RUNS, clock=lambda: now)
    lanes.give_back(endpoint.pk, TIMED_OUT)

    assert sizes == [1, 2, 4, 8]
    assert len(lanes.next_claim(RUNS, clock=lambda: now)) == 1


def test_what_was_claimed_behind_a_failure_goes_back_at_once(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime
) -> None:
    make_endpoint(clinic)
    for _ in range(3):
        published(clinic, at=now)
    crm.answers(500)

    send_claimed(claim_due(now=now, limit=3), clock=lambda: now)

    assert len(crm.deliveries) == 1
    assert sorted(Delivery.objects.values_list("attempts_made", flat=True)) == [0, 0, 1]
    assert Delivery.objects.due(at=now).filter(lease=None).count() == 2


@pytest.mark.parametrize(
    ("period", "gap"), [("second", timedelta(milliseconds=500)), ("minute", timedelta(seconds=30))]
)
def test_a_rate_leaves_its_gap_between_deliveries_whoever_sends_them(
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    crm: Receiver,
    now: datetime,
    period: str,
    gap: timedelta,
) -> None:
    make_endpoint(clinic, rate_limit=2, rate_period=period)
    for _ in range(3):
        published(clinic, at=now)

    sent = []
    for moment in (now, now, now + gap - timedelta(milliseconds=1), now + gap, now + 2 * gap):
        deliver_due(now=moment)
        sent.append(len(crm.deliveries))

    assert sent == [1, 1, 1, 2, 3]


def test_a_receiver_with_too_many_requests_is_left_alone_as_long_as_it_asks(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime
) -> None:
    make_endpoint(clinic)
    published(clinic, at=now)
    published(clinic, at=now)
    crm.answers(429, **{"Retry-After": "120"})

    deliver_due(now=now)
    crm.answers(204)
    deliver_due(now=now + timedelta(seconds=119))
    assert len(crm.deliveries) == 1, "the other one was held back too"
    deliver_due(now=now + timedelta(seconds=120))

    assert len(crm.deliveries) == 3


def test_a_receiver_cannot_hold_itself_back_for_days(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime
) -> None:
    endpoint = make_endpoint(clinic)
    published(clinic, at=now)
    crm.answers(429, **{"Retry-After": "99999999"})

    deliver_due(now=now)

    endpoint.refresh_from_db()
    assert endpoint.held_back_until == now + timedelta(hours=1)


def test_a_letter_is_never_claimed_with_others(clinic: Clinic, now: datetime) -> None:
    from integrations.outbox import Letter

    for name in ("jo", "kim"):
        published(clinic, at=now, letters=(Letter(template="lead_alert", recipient=f"{name}@example.com"),))

    assert len(claim_due(now=now, limit=10)) == 1
