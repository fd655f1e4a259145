"""From a due delivery to a recorded outcome, with the clock passed in."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError

from integrations import delivery as delivery_module
from integrations.claims import LEASE, claim_due
from integrations.delivery import deliver, deliver_due
from integrations.models import Delivery, DeliveryAttempt, Endpoint
from integrations.outbox import Letter
from integrations.purging import empty_expired_events
from integrations.replay import replay
from integrations.retries import JITTER, RETRY_DELAYS
from sites.models import Clinic
from tests.integrations.published import published
from tests.receiver import Receiver

pytestmark = pytest.mark.django_db

State = Delivery.State


@pytest.fixture
def endpoint(clinic: Clinic, make_endpoint: Callable[..., Endpoint], clock: Any) -> Endpoint:
    return make_endpoint(clinic)


def attempts() -> list[tuple[int, bool, int | None]]:
    return list(DeliveryAttempt.objects.order_by("pk").values_list("number", "succeeded", "status_code"))


def due_after(moment: datetime) -> timedelta:
    next_attempt_at = Delivery.objects.get().next_attempt_at
    assert next_attempt_at is not None
    return next_attempt_at - moment


# ---- success ----


def test_a_delivery_is_sent_once_and_recorded(clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime) -> None:
    published(clinic, at=now)

    deliver_due(now=now)
    deliver_due(now=now + timedelta(days=1))

    delivery = Delivery.objects.get()
    assert len(crm.deliveries) == 1
    assert (delivery.state, delivery.finished_at, delivery.next_attempt_at) == (State.DELIVERED, now, None)
    assert attempts() == [(1, True, 204)]


def test_nothing_is_sent_before_it_is_due(clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime) -> None:
    published(clinic, at=now)

    assert deliver_due(now=now - timedelta(seconds=1)) == 0
    assert crm.deliveries == []


def test_events_arrive_in_the_order_they_were_published(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    events = [str(published(clinic, at=now).pk) for _ in range(5)]

    deliver_due(now=now)

    assert crm.ids == events


# ---- failure that may pass ----


def test_the_table_is_that_of_standard_webhooks() -> None:
    assert sum(RETRY_DELAYS, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert len(RETRY_DELAYS) + 1 == 10


def test_ten_tries_over_three_days_then_it_is_given_up(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, clock: Any
) -> None:
    crm.answers(503)
    published(clinic, at=now)
    moment = now

    for delay in RETRY_DELAYS:
        clock.move_to(moment)
        deliver_due(now=moment)
        assert delay <= due_after(moment) <= delay * (1 + JITTER)
        just_before = moment + due_after(moment) - timedelta(milliseconds=1)
        assert deliver_due(now=just_before) == 0
        moment += due_after(moment)
    clock.move_to(moment)
    deliver_due(now=moment)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts_made, delivery.finished_at) == (State.FAILED, 10, moment)
    assert [number for number, *_ in attempts()] == list(range(1, 11))
    assert len(crm.deliveries) == 10


def test_every_try_has_the_same_id_and_bytes_and_a_signature_of_its_own_time(
    clinic: Clinic, endpoint: Endpoint, httpserver: Any, crm: Receiver, now: datetime, clock: Any
) -> None:
    crm.answers(500)
    event = published(clinic, at=now)
    deliver_due(now=now)
    clock.shift(6)
    deliver_due(now=now + timedelta(seconds=6))

    (first, _), (second, _) = httpserver.log
    assert crm.ids == [str(event.pk)] * 2
    assert first.get_data() == second.get_data()
    stamps = [int(request.headers["webhook-timestamp"]) for request in (first, second)]
    assert stamps == [int(now.timestamp()), int(now.timestamp()) + 6]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 408, 429, 500, 503])
def test_any_answer_but_success_and_gone_may_pass(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, status: int
) -> None:
    crm.answers(status)
    published(clinic, at=now)

    deliver_due(now=now)

    assert Delivery.objects.get().state == State.PENDING
    assert attempts() == [(1, False, status)]
    assert DeliveryAttempt.objects.get().reason == f"the receiver answered {status}"


def test_a_receiver_that_is_not_there_may_come_back(clinic: Clinic, endpoint: Endpoint, now: datetime) -> None:
    Endpoint.objects.update(url="http://127.0.0.1:9/hook")  # nothing listens on the discard port
    published(clinic, at=now)

    deliver_due(now=now)

    assert Delivery.objects.get().state == State.PENDING
    assert attempts() == [(1, False, None)]


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("wish", "least", "most"),
    [
        ("3600", HOUR, HOUR),
        (lambda now: format_datetime(now + HOUR, usegmt=True), HOUR, HOUR),
        ("1", timedelta(seconds=5), timedelta(seconds=5.5)),
        ("0", timedelta(seconds=5), timedelta(seconds=5.5)),
        (lambda now: format_datetime(now - HOUR, usegmt=True), timedelta(seconds=5), timedelta(seconds=5.5)),
        ("99999999", timedelta(hours=24), timedelta(hours=24)),
        ("soon", timedelta(seconds=5), timedelta(seconds=5.5)),
        ("-5", timedelta(seconds=5), timedelta(seconds=5.5)),
        ("9" * 400, timedelta(seconds=5), timedelta(seconds=5.5)),
    ],
)
def test_a_receiver_may_ask_for_a_longer_pause_and_for_no_shorter_one(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, wish: Any, least: timedelta, most: timedelta
) -> None:
    crm.answers(503, **{"Retry-After": wish(now.astimezone(UTC)) if callable(wish) else wish})
    published(clinic, at=now)

    deliver_due(now=now)

    assert least <= due_after(now) <= most


# ---- failure for good ----


def test_a_receiver_that_is_gone_is_sent_nothing_any_more(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    crm.answers(410)
    published(clinic, at=now)
    published(clinic, at=now + timedelta(seconds=1))

    deliver_due(now=now)
    deliver_due(now=now + timedelta(seconds=1))
    published(clinic, at=now + timedelta(seconds=2))

    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.status_reason) == ("disabled", "the receiver is gone (410)")
    assert len(crm.deliveries) == 1
    assert [each.state for each in Delivery.objects.filter(channel="webhook").order_by("pk")] == [
        State.FAILED,
        State.PENDING,
    ]


def test_what_waits_for_an_endpoint_that_was_paused_is_kept_until_it_is_active_again(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    published(clinic, at=now)
    Endpoint.objects.update(status="paused")
    published(clinic, at=now)

    assert deliver_due(now=now) == 0
    assert crm.deliveries == []
    Endpoint.objects.update(status="active")
    deliver_due(now=now)

    assert len(crm.deliveries) == 2, "and what happened while it was paused"


def test_what_waits_for_a_disabled_endpoint_is_kept_and_nothing_is_added(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    kept = published(clinic, at=now)
    Endpoint.objects.update(status="disabled")
    published(clinic, at=now)

    assert deliver_due(now=now) == 0
    Endpoint.objects.update(status="active")
    deliver_due(now=now)

    assert crm.ids == [str(kept.pk)]


def test_an_address_that_has_become_forbidden_is_given_up(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, settings: Any
) -> None:
    published(clinic, at=now)
    settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES = False

    deliver_due(now=now)

    assert crm.deliveries == []
    assert Delivery.objects.get().state == State.FAILED


# ---- leases ----


def test_a_claimed_delivery_is_in_one_pair_of_hands_until_its_lease_ends(
    clinic: Clinic, endpoint: Endpoint, now: datetime
) -> None:
    published(clinic, at=now)

    (claimed,) = claim_due(now=now, limit=10)

    assert claimed.lease is not None
    assert claim_due(now=now + LEASE - timedelta(seconds=1), limit=10) == []
    (again,) = claim_due(now=now + LEASE, limit=10)
    assert again.pk == claimed.pk
    assert again.lease != claimed.lease


def test_a_worker_that_overslept_its_lease_does_not_undo_what_another_did(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    published(clinic, at=now)
    (slow,) = claim_due(now=now, limit=1)
    later = now + LEASE
    (quick,) = claim_due(now=later, limit=1)

    deliver(quick, now=later)
    crm.answers(503)
    deliver(slow, now=now)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts_made) == (State.DELIVERED, 1)
    assert attempts() == [(1, True, 204)]


def test_a_worker_that_overslept_does_not_touch_what_another_holds(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    published(clinic, at=now)
    (slow,) = claim_due(now=now, limit=1)
    (quick,) = claim_due(now=now + LEASE, limit=1)

    deliver(slow, now=now)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.lease, delivery.attempts_made) == (State.PENDING, quick.lease, 0)


def test_claims_take_the_longest_due_first_and_no_more_than_asked(
    clinic: Clinic, endpoint: Endpoint, now: datetime
) -> None:
    late = published(clinic, at=now)
    early = published(clinic, at=now - timedelta(hours=1))

    (first,) = claim_due(now=now, limit=1)
    (second,) = claim_due(now=now, limit=1)

    assert (first.event_id, second.event_id) == (early.pk, late.pk)


def test_what_slow_receivers_left_no_time_for_is_not_begun_on_an_old_lease(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(clinic, at=now)
    published(clinic, at=now)
    monkeypatch.setattr(delivery_module, "LATEST_START", timedelta(seconds=-1))  # every receiver was too slow

    deliver_due(now=now)

    assert crm.deliveries == []
    assert [each.attempts_made for each in Delivery.objects.all()] == [0, 0]
    monkeypatch.undo()
    deliver_due(now=now + LEASE)
    assert len(crm.deliveries) == 2


# ---- our own mistakes ----


def test_a_bug_in_one_letter_holds_up_nobody_and_is_tried_again(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    broken = Letter(template="no_such_template", recipient="jo@example.com")
    published(clinic, at=now, letters=(broken,))
    published(clinic, at=now)

    deliver_due(now=now)

    assert len(crm.deliveries) == 2
    letter = Delivery.objects.get(channel="email")
    assert (letter.state, letter.attempts_made) == (State.PENDING, 1)
    assert letter.attempts.get().reason == "our own error (TemplateDoesNotExist)"
    assert mail.outbox == []


def test_a_database_that_goes_away_leaves_the_delivery_to_its_lease(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    published(clinic, at=now)
    (claimed,) = claim_due(now=now, limit=1)
    from django.db import connection

    def away(*_: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        deliver(claimed, now=now)

    assert Delivery.objects.get().lease == claimed.lease
    deliver_due(now=now + LEASE)
    assert Delivery.objects.get().state == State.DELIVERED
    assert len(set(crm.ids)) == 1, "sent twice, under one id"


# ---- replay ----


def test_a_replay_sends_the_same_event_again_under_its_id(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    event = published(clinic, at=now)
    deliver_due(now=now)

    assert replay(endpoint, since=None, until=None, failed_only=False) == 1
    deliver_due(now=now + timedelta(seconds=1))

    assert crm.ids == [str(event.pk)] * 2
    assert DeliveryAttempt.objects.count() == 2, "the attempts of before stay"


def test_a_replay_of_what_failed_leaves_what_arrived_alone(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    published(clinic, at=now)
    deliver_due(now=now)
    lost = published(clinic, at=now)
    Delivery.objects.filter(event=lost).update(state=State.FAILED, next_attempt_at=None)

    assert replay(endpoint, since=None, until=None, failed_only=True) == 1
    assert Delivery.objects.get(state=State.PENDING).event == lost


def test_a_replay_of_a_span_takes_its_first_moment_and_not_its_last(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime
) -> None:
    events = [published(clinic, at=now + timedelta(minutes=minute)) for minute in range(4)]
    deliver_due(now=now + timedelta(minutes=4))

    since, until = now + timedelta(minutes=1), now + timedelta(minutes=3)
    assert replay(endpoint, since=since, until=until, failed_only=False) == 2
    replayed = Delivery.objects.filter(state=State.PENDING).order_by("pk")
    assert [each.event for each in replayed] == events[1:3]


def test_what_is_waiting_is_not_replayed_a_second_time(clinic: Clinic, endpoint: Endpoint, now: datetime) -> None:
    published(clinic, at=now)
    claim_due(now=now, limit=1)

    assert replay(endpoint, since=None, until=None, failed_only=False) == 0


# ---- purging ----


def test_an_event_that_has_served_its_time_is_emptied_with_all_that_names_somebody(
    clinic: Clinic, endpoint: Endpoint, crm: Receiver, now: datetime, settings: Any
) -> None:
    letter = Letter(template="consult_request_received", recipient="jo@example.com", values={"link": "x"})
    published(clinic, at=now, letters=(letter,))
    crm.answers(200)
    deliver_due(now=now)
    retention: timedelta = settings.EVENT_RETENTION
    DeliveryAttempt.objects.update(response_excerpt="thanks, Jo")

    assert empty_expired_events(at=now + retention) == 0
    assert empty_expired_events(at=now + retention + timedelta(seconds=1)) == 1
    assert empty_expired_events(at=now + retention + timedelta(seconds=1)) == 0

    for delivery in Delivery.objects.select_related("event"):
        assert (delivery.event.bodies, delivery.recipient, delivery.letter_values) == (None, "", None)
    assert {each.response_excerpt for each in DeliveryAttempt.objects.all()} == {""}
    assert replay(endpoint, since=None, until=None, failed_only=False) == 0


def test_an_event_that_somebody_still_waits_for_is_kept(
    clinic: Clinic, endpoint: Endpoint, now: datetime, settings: Any
) -> None:
    published(clinic, at=now)

    assert empty_expired_events(at=now + settings.EVENT_RETENTION * 2) == 0


def test_the_delays_grow(now: datetime) -> None:
    assert all(earlier < later for earlier, later in pairwise(RETRY_DELAYS))


def test_a_delivery_without_a_receiver_cannot_be_stored(clinic: Clinic, now: datetime) -> None:
    from django.db import IntegrityError

    event = published(clinic, at=now)
    with pytest.raises(IntegrityError, match="delivery_has_a_receiver"):
        Delivery.objects.create(id=uuid.uuid4(), event=event, channel="webhook", next_attempt_at=now)
