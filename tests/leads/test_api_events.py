"""Events for programs that ask: what webhooks bring, once or more, none missed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.catalogue import NAMES
from integrations.models import OutboxEvent
from leads.models import Lead
from sites.models import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CONTRACTS = Path(__file__).parents[1] / "contracts"


@pytest.fixture
def make_event(db: None) -> Callable[..., OutboxEvent]:
    def make(clinic: Clinic | None, type_: str = "lead.created", **values: Any) -> OutboxEvent:
        bodies = {"reference": {"id": "x"}, "contact": {"full_name": "Jo Marlowe"}, "health": {"message": "My back"}}
        subject = OutboxEvent().pk
        defaults = {"subject_type": "lead", "subject_id": subject, "occurred_at": timezone.now(), "bodies": bodies}
        return OutboxEvent.objects.create(type=type_, clinic=clinic, **(defaults | values))

    return make


def get(client: Client, token: str, **query: Any) -> Any:
    return client.get("/api/v1/events", query, headers={"Authorization": f"Bearer {token}"})


def reader(make_token: Callable[..., str], *arguments: str) -> str:
    return make_token("--scope", "events:read", *arguments, source=f"reader-{len(arguments)}")


def test_an_event_comes_in_the_webhooks_envelope_up_to_the_tokens_class(
    client: Client, make_token: Callable[..., str], make_event: Callable[..., OutboxEvent], clinic: Clinic
) -> None:
    event = make_event(clinic)

    reference = get(client, reader(make_token)).json()["data"]
    contact = get(client, reader(make_token, "--data-class", "contact")).json()["data"]
    health = get(client, reader(make_token, "--data-class", "health", "--agreement-on-file")).json()["data"]

    time = "2026-03-04T16:00:00.000Z"
    assert reference == [{"id": str(event.pk), "type": "lead.created", "timestamp": time, "data": {"id": "x"}}]
    assert contact[0]["data"] == {"id": "x", "full_name": "Jo Marlowe"}
    assert health[0]["data"]["message"] == "My back"


def test_a_clinics_token_hears_of_its_own_clinic_alone(
    client: Client,
    make_token: Callable[..., str],
    make_event: Callable[..., OutboxEvent],
    clinic: Clinic,
    other_clinic: Clinic,
) -> None:
    own = make_event(clinic)
    for other in (other_clinic, None):
        make_event(other)

    assert [each["id"] for each in get(client, reader(make_token, "--clinic", "duluth")).json()["data"]] == [
        str(own.pk)
    ]
    assert len(get(client, reader(make_token)).json()["data"]) == 3


def test_letters_that_no_endpoint_hears_of_are_not_listed(
    client: Client, make_token: Callable[..., str], make_event: Callable[..., OutboxEvent], clinic: Clinic
) -> None:
    make_event(clinic, "lead.held_back")
    make_event(clinic, "carefront.test")

    token = reader(make_token)

    assert get(client, token).json()["data"] == []
    assert get(client, token, type="lead.held_back").status_code == 422


def test_every_contract_is_a_type_that_is_listed() -> None:
    told = {path.name.removesuffix(".v1.json").removesuffix(".reference") for path in CONTRACTS.glob("*.v1.json")}

    assert told <= set(NAMES)


def test_pages_follow_each_other_and_the_last_cursor_misses_nothing_that_was_slow_to_commit(
    client: Client, make_token: Callable[..., str], make_event: Callable[..., OutboxEvent], clinic: Clinic, clock: Any
) -> None:
    token = reader(make_token)
    assert get(client, token).json() == {"data": [], "has_more": False, "next_cursor": None}
    old = [make_event(clinic) for _ in range(3)]
    clock.shift(60)
    slow = OutboxEvent().pk  # its transaction began first
    fresh = make_event(clinic)

    first = get(client, token, limit=2).json()
    second = get(client, token, limit=2, cursor=first["next_cursor"]).json()
    make_event(clinic, pk=slow)
    third = get(client, token, cursor=second["next_cursor"]).json()

    assert [each["id"] for page in (first, second) for each in page["data"]] == [str(e.pk) for e in (*old, fresh)]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [each["id"] for each in third["data"]] == [str(slow), str(fresh.pk)]
    clock.shift(60)
    last = get(client, token, cursor=third["next_cursor"]).json()
    after = get(client, token, cursor=last["next_cursor"]).json()
    assert after["data"] == []


def test_an_emptied_event_is_still_told_of(
    client: Client, make_token: Callable[..., str], make_event: Callable[..., OutboxEvent], clinic: Clinic
) -> None:
    make_event(clinic, bodies=None, emptied_at=timezone.now())

    assert get(client, reader(make_token)).json()["data"][0]["data"] == {}


@pytest.mark.parametrize("query", ["type=nothing", "type=%00", "since=then", "cursor=x", "limit=0", "subject=1"])
def test_a_bad_question_is_refused(client: Client, make_token: Callable[..., str], query: str) -> None:
    response = client.get(f"/api/v1/events?{query}", headers={"Authorization": f"Bearer {reader(make_token)}"})

    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_a_page_costs_the_same_however_many_there_are(
    client: Client, make_token: Callable[..., str], make_event: Callable[..., OutboxEvent], clinic: Clinic, lead: Lead
) -> None:
    token = reader(make_token)
    get(client, token)
    for _ in range(30):
        make_event(clinic)

    with CaptureQueriesContext(connection) as captured:
        assert len(get(client, token).json()["data"]) == 30
    assert len(captured) <= 2


@pytest.fixture
def lead(make_lead: Callable[..., Lead], clinic: Clinic) -> Lead:
    return make_lead(clinic)
