"""What goes over the wire, read by the reference implementation of Standard Webhooks on the other side."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from integrations.channels.webhook import EXCERPT_CHARACTERS, encode, retry_after
from integrations.delivery import deliver_due
from integrations.models import Delivery, DeliveryAttempt, Endpoint, OutboxEvent
from integrations.replay import replay
from integrations.signatures import new_secret
from protection.data_classes import DataClass
from sites.models import Clinic
from tests.integrations.published import BODIES, CANARIES, canaries_in, published
from tests.receiver import SECRET, Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_request_is_a_signed_envelope_and_nothing_else(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    make_endpoint(clinic)
    event = published(clinic, at=now)

    deliver_due(now=now)

    ((request, _),) = httpserver.log
    assert request.method == "POST"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"].startswith("Carefront")
    assert "Cookie" not in request.headers
    assert json.loads(request.get_data()) == {
        "type": "lead.created",
        "timestamp": "2026-03-04T16:00:00.000Z",
        "data": BODIES["reference"],
    }
    assert crm.ids == [str(event.pk)]


def test_while_secrets_change_over_a_receiver_with_either_can_read_it(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    new = new_secret()
    make_endpoint(clinic, secrets=[new, SECRET], old_secrets_end_at=now + timedelta(hours=1))
    published(clinic, at=now)

    deliver_due(now=now)

    ((request, _),) = httpserver.log
    for secret in (SECRET, new):
        Webhook(secret).verify(request.get_data(), dict(request.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(request.get_data(), dict(request.headers))


@pytest.mark.parametrize("data_class", list(DataClass), ids=lambda each: each.slug)
def test_an_endpoint_receives_its_class_and_those_below(
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    crm: Receiver,
    httpserver: Any,
    now: datetime,
    data_class: DataClass,
) -> None:
    make_endpoint(clinic, data_class=data_class.slug, agreement_on_file=True)
    published(clinic, at=now)

    deliver_due(now=now)

    ((request, _),) = httpserver.log
    assert canaries_in(request.get_data()) == list(CANARIES[: data_class + 1])


def test_an_endpoint_that_was_narrowed_gets_no_more_than_it_may_now(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    endpoint = make_endpoint(clinic, data_class="health", agreement_on_file=True)
    published(clinic, at=now)
    deliver_due(now=now)

    Endpoint.objects.update(data_class="reference", agreement_on_file=False)
    replay(endpoint, since=None, until=None, failed_only=False)
    deliver_due(now=now)

    whole, narrowed = (canaries_in(request.get_data()) for request, _ in httpserver.log)
    assert (whole, narrowed) == (list(CANARIES), ["reference-canary"])


def test_an_endpoint_that_was_widened_gets_no_more_of_what_was_published_before(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    make_endpoint(clinic)
    published(clinic, at=now)
    Endpoint.objects.update(data_class="contact")

    deliver_due(now=now)

    ((request, _),) = httpserver.log
    assert canaries_in(request.get_data()) == ["reference-canary"]


@pytest.mark.parametrize("secrets", [[], ["whsec_tooshort"], ["no prefix at all"]])
def test_without_a_good_secret_nothing_is_sent_and_a_person_is_told_why(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime, secrets: list[str]
) -> None:
    make_endpoint(clinic, secrets=secrets)
    published(clinic, at=now)

    deliver_due(now=now)

    assert crm.deliveries == []
    assert Delivery.objects.get().state == Delivery.State.FAILED
    assert DeliveryAttempt.objects.get().reason == "the endpoint's secret is missing or malformed"


def test_what_the_receiver_says_is_kept_short_and_out_of_the_reason(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], httpserver: Any, now: datetime
) -> None:
    make_endpoint(clinic, url=httpserver.url_for("/rude").replace("localhost", "127.0.0.1"))
    httpserver.expect_request("/rude").respond_with_data(b"\xff\x00no such lead, Jo Marlowe! " * 200, status=422)
    published(clinic, at=now)

    deliver_due(now=now)

    attempt = DeliveryAttempt.objects.get()
    assert attempt.reason == "the receiver answered 422"
    assert "no such lead" in attempt.response_excerpt
    assert len(attempt.response_excerpt) <= EXCERPT_CHARACTERS
    assert "\x00" not in attempt.response_excerpt, "PostgreSQL has no such character"


def test_an_event_that_was_emptied_is_not_sent_hollow(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, now: datetime
) -> None:
    make_endpoint(clinic)
    published(clinic, at=now)
    OutboxEvent.objects.update(bodies=None, emptied_at=now)

    deliver_due(now=now)

    assert crm.deliveries == []
    assert Delivery.objects.get().state == Delivery.State.FAILED


def test_the_envelope_keeps_what_people_wrote_as_they_wrote_it(now: datetime) -> None:
    event = OutboxEvent(type="lead.created", occurred_at=now, bodies={"health": {"message": 'Ñandú “€” \n\t"\\ 🙂'}})

    assert json.loads(encode(event, data_class=DataClass.HEALTH))["data"] == {"message": 'Ñandú “€” \n\t"\\ 🙂'}


NOW = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{1,5} \d\d:\d\d:\d\d [+-]\d{4}"))
def test_whatever_a_receiver_asks_for_it_gets_a_pause_or_none(text: str) -> None:
    pause = retry_after({"Retry-After": text}, now=NOW)

    assert pause is None or pause >= timedelta(0)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Wed, 04 Mar 2026 16:02:00 GMT", 120),
        ("Wed, 04 Mar 2026 16:02:00 -0000", 120),
        ("Wed Mar  4 16:02:00 2026", 120),
        ("Wed, 04 Mar 2026 11:02:00 -0500", 120),
        ("Tue, 03 Mar 2026 16:00:00 GMT", 0),
    ],
)
def test_a_pause_is_asked_for_in_seconds_or_by_a_date(text: str, seconds: int) -> None:
    assert retry_after({"retry-after": text}, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "soon", "9" * 30])
def test_what_makes_no_sense_is_no_wish(text: str) -> None:
    assert retry_after({"Retry-After": text}, now=NOW) is None
    assert retry_after({}, now=NOW) is None
