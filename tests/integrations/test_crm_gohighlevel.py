"""Events on their way into GoHighLevel."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord
from sites.models import Clinic
from tests.integrations.crm_deliveries import last_reason, send_again, states
from tests.integrations.crm_events import Jo
from tests.integrations.crm_fakes.gohighlevel import LOCATION, PIPELINE, FakeGoHighLevel, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def highlevel(httpserver: Any) -> Iterator[FakeGoHighLevel]:
    fake = FakeGoHighLevel(httpserver)
    yield fake
    assert fake.wrong == []


@pytest.fixture
def connection(
    clinic: Clinic, highlevel: FakeGoHighLevel, make_connection: Callable[..., CrmConnection]
) -> CrmConnection:
    return make_connection(
        clinic,
        "gohighlevel",
        base_url=highlevel.url,
        credentials={"access_token": highlevel.token},
        vendor_settings={"location_id": LOCATION, "pipeline": PIPELINE},
    )


def test_a_new_lead_becomes_a_contact_and_an_opportunity(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    connection.mapping["contact"]["person_id"] = "customFields.carefront_id"
    connection.save()
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert list(highlevel.contacts.values()) == [
        {
            "firstName": "Jo",
            "lastName": "Marlowe",
            "email": "jo@example.com",
            "phone": "+12185550187",
            "customFields": [{"key": "carefront_id", "field_value": str(jo.person_id)}],
        }
    ]
    assert list(highlevel.opportunities.values()) == [
        {
            "pipelineId": PIPELINE,
            "contactId": "contact1",
            "name": f"Northlight Duluth {str(jo.lead_id)[-8:]}",
            "status": "open",
            "pipelineStageId": "1001",
        }
    ]
    assert states() == ["delivered", "delivered"]


def test_the_same_event_twice_is_one_contact_and_one_opportunity(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    CrmRecord.objects.all().delete()

    send_again(now)

    assert (len(highlevel.contacts), len(highlevel.opportunities)) == (1, 1)


def test_changes_go_to_what_is_known_by_its_id(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)

    jo.changes(now + timedelta(minutes=1), email="marlowe@example.com")
    jo.moves_to("connected", now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))

    assert [each["email"] for each in highlevel.contacts.values()] == ["marlowe@example.com"]
    assert [each["pipelineStageId"] for each in highlevel.opportunities.values()] == ["1002"]


def test_without_a_pipeline_only_contacts_are_sent(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(vendor_settings={"location_id": LOCATION})
    jo.asks(now)
    jo.moves_to("connected", now)

    deliver_due(now=now)

    assert (len(highlevel.contacts), len(highlevel.opportunities)) == (1, 0)
    assert states() == ["delivered", "delivered"]


def test_a_refresh_token_that_serves_once_is_replaced_by_the_next(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    credentials = {"access_token": "old", "refresh_token": "r1", "client_id": "c", "client_secret": "s"}
    CrmConnection.objects.update(credentials=credentials)
    jo.asks(now)

    deliver_due(now=now)

    connection.refresh_from_db()
    assert states() == ["delivered"]
    assert connection.credentials["refresh_token"] == "r1-next"
    assert connection.token_expires_at == now + timedelta(seconds=86399)


def test_a_rate_limit_pauses_for_the_window_that_the_vendor_names(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    too_many = refusal(429, "Too many")
    too_many.headers["X-RateLimit-Interval-Milliseconds"] = "10000"
    highlevel.refusals = [too_many]
    jo.asks(now)

    deliver_due(now=now)

    connection.refresh_from_db()
    assert connection.held_back_until == now + timedelta(seconds=10)
    assert states() == ["pending"]


@pytest.mark.parametrize(("status", "state"), [(500, "pending"), (400, "failed"), (403, "failed")])
def test_what_may_pass_is_tried_again_and_the_rest_is_for_a_person(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime, status: int, state: str
) -> None:
    highlevel.refusals = [refusal(status, "jo@example.com is a duplicate")]
    jo.asks(now)

    deliver_due(now=now)

    assert states() == [state]
    assert "jo@example.com" not in last_reason()


def test_a_contact_that_is_gone_comes_back_when_the_person_asks_anew(
    connection: CrmConnection, highlevel: FakeGoHighLevel, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    highlevel.contacts.clear()
    highlevel.opportunities.clear()

    jo.changes(now + timedelta(minutes=1), phone="+12185550123")
    deliver_due(now=now + timedelta(minutes=1))
    assert highlevel.contacts == {}
    jo.lead_id = Jo(jo.clinic).lead_id
    jo.contact["full_name"] = "Jo Hale"
    jo.asks(now + timedelta(minutes=2))
    deliver_due(now=now + timedelta(minutes=2))

    assert [each["lastName"] for each in highlevel.contacts.values()] == ["Hale"]
