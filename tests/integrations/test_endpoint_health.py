"""An endpoint's own record: what it shows, and when it is switched off."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from standardwebhooks import Webhook, WebhookVerificationError

from integrations.delivery import deliver_due
from integrations.endpoint_status import change_status
from integrations.models import Delivery, Endpoint
from integrations.purging import cancel_held, drop_old_secrets, empty_expired_events
from integrations.rotation import OVERLAP, rotate_secret
from sites.models import Clinic
from staff.models import StaffUser
from tests.integrations.published import published
from tests.receiver import SECRET, Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


type Send = Callable[[datetime], None]


@pytest.fixture
def send(clinic: Clinic, clock: Any) -> Send:
    """Publish an event at a moment and try all that is due then."""

    def send(at: datetime) -> None:
        clock.move_to(at)
        published(clinic, at=at)
        deliver_due(now=at)

    return send


def test_successes_and_failures_are_kept_on_the_endpoint(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, send: Send
) -> None:
    endpoint = make_endpoint(clinic)
    send(now)
    crm.answers(500)
    send(now + timedelta(hours=1))
    send(now + timedelta(hours=2))

    endpoint.refresh_from_db()
    assert endpoint.last_succeeded_at == now
    assert endpoint.failing_since == now + timedelta(hours=1)
    assert endpoint.failures >= 2

    crm.answers(204)
    send(now + timedelta(hours=3))

    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.failures) == (None, 0)


@pytest.mark.parametrize(("days", "status"), [(4, "active"), (5, "disabled")])
def test_five_days_of_nothing_but_failures_switch_an_endpoint_off(
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    crm: Receiver,
    now: datetime,
    days: int,
    status: str,
    send: Send,
) -> None:
    endpoint = make_endpoint(clinic)
    crm.answers(500)
    send(now)
    send(now + timedelta(days=days))

    endpoint.refresh_from_db()
    assert endpoint.status == status


def test_one_success_in_five_days_keeps_it_on(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, send: Send
) -> None:
    endpoint = make_endpoint(clinic)
    crm.answers(500)
    send(now)
    crm.answers(204)
    send(now + timedelta(days=2))
    crm.answers(500)
    send(now + timedelta(days=6))

    endpoint.refresh_from_db()
    assert endpoint.status == "active"


def test_the_clinic_is_told_once_by_a_letter_that_names_nobody(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, send: Send
) -> None:
    endpoint = make_endpoint(clinic)
    crm.answers(410)
    published(clinic, at=now)
    send(now)
    deliver_due(now=now)

    (letter,) = mail.outbox
    assert letter.to == ["intake-duluth@example.com"]
    assert f"/admin/endpoints/{endpoint.pk}/" in letter.body
    assert crm.url not in letter.body


def test_of_a_networks_endpoint_those_are_told_who_may_change_it(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, send: Send
) -> None:
    StaffUser.objects.create_superuser(username="root", email="root@example.com", password="pass-of-a-test")
    StaffUser.objects.create_user(username="other", email="other@example.com", password="pass-of-a-test")
    make_endpoint(None)
    crm.answers(410)
    send(now)
    deliver_due(now=now)

    assert [letter.to for letter in mail.outbox] == [["root@example.com"]]


def test_enabling_again_starts_with_a_clean_slate_and_sends_what_waited(
    clock: Any, clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, send: Send
) -> None:
    endpoint = make_endpoint(clinic)
    crm.answers(500)
    send(now)
    later = now + timedelta(days=5)
    send(later)
    endpoint.refresh_from_db()

    change_status(endpoint, Endpoint.Status.ACTIVE, at=later)
    crm.answers(204)
    clock.move_to(later + timedelta(hours=1))
    deliver_due(now=later + timedelta(hours=1))

    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.failing_since) == ("active", None)
    assert not Delivery.objects.filter(channel="webhook").exclude(state="delivered").exists()


def test_what_waits_for_an_endpoint_that_nobody_enables_is_given_up_with_its_event(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime, settings: Any
) -> None:
    make_endpoint(clinic, status="paused")
    published(clinic, at=now)
    late = now + settings.EVENT_RETENTION + timedelta(seconds=1)

    assert cancel_held(at=now + settings.EVENT_RETENTION) == 0
    assert cancel_held(at=late) == 1

    assert Delivery.objects.get().state == "cancelled"
    assert empty_expired_events(at=late) == 1


# ---- secrets ----


def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], httpserver: Any, now: datetime, clock: Any, send: Send
) -> None:
    endpoint = make_endpoint(clinic, url=httpserver.url_for("/any").replace("localhost", "127.0.0.1"))
    httpserver.expect_request("/any").respond_with_data("", status=204)
    new = rotate_secret(endpoint, at=now)

    send(now)
    clock.move_to(now + OVERLAP)
    send(now + OVERLAP)

    (during, _), (after, _) = httpserver.log
    for secret in (SECRET, new):
        with_clock_back(clock, now, lambda secret=secret: verify(secret, during))
    verify(new, after)
    with pytest.raises(WebhookVerificationError):
        verify(SECRET, after)


def with_clock_back(clock: Any, moment: datetime, check: Callable[[], None]) -> None:
    clock.move_to(moment)
    check()
    clock.move_to(moment + OVERLAP)


def verify(secret: str, request: Any) -> None:
    Webhook(secret).verify(request.get_data(), dict(request.headers))


def test_an_old_secret_is_forgotten_when_its_day_is_over(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    endpoint = make_endpoint(clinic)
    new = rotate_secret(endpoint, at=now)

    assert drop_old_secrets(at=now + OVERLAP - timedelta(seconds=1)) == 0
    assert drop_old_secrets(at=now + OVERLAP) == 1

    endpoint.refresh_from_db()
    assert (endpoint.secrets, endpoint.old_secrets_end_at) == ([new], None)


def test_rotating_twice_leaves_two(clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime) -> None:
    endpoint = make_endpoint(clinic)

    first = rotate_secret(endpoint, at=now)
    second = rotate_secret(endpoint, at=now)

    assert Endpoint.objects.get().secrets == [second, first]
