"""Events on their way into Salesforce."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord
from sites.models import Clinic
from tests.integrations.crm_deliveries import last_reason, send_again, states
from tests.integrations.crm_events import Jo
from tests.integrations.crm_fakes.salesforce import FakeSalesforce, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def salesforce(httpserver: Any) -> Iterator[FakeSalesforce]:
    fake = FakeSalesforce(httpserver)
    yield fake
    assert fake.wrong == []


@pytest.fixture
def connection(
    clinic: Clinic, salesforce: FakeSalesforce, make_connection: Callable[..., CrmConnection]
) -> CrmConnection:
    credentials = {"access_token": salesforce.token, "client_id": "c", "client_secret": "s", "refresh_token": "r1"}
    stages = {"new": "Open - Not Contacted", "connected": "Working - Contacted"}
    return make_connection(clinic, "salesforce", base_url=salesforce.url, credentials=credentials, stage_mapping=stages)


def the_lead(salesforce: FakeSalesforce) -> dict[str, Any]:
    (lead,) = salesforce.leads.values()
    return lead


def test_a_new_lead_is_one_lead_under_our_id(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert the_lead(salesforce) == {
        "Carefront_Id__c": str(jo.lead_id),
        "FirstName": "Jo",
        "LastName": "Marlowe",
        "Email": "jo@example.com",
        "Phone": "+12185550187",
        "Status": "Open - Not Contacted",
        "Company": "Northlight Duluth",
    }
    assert states() == ["delivered", "delivered"]
    assert CrmRecord.objects.get().vendor_id == next(iter(salesforce.leads))


@pytest.mark.parametrize("answers_empty", [True, False])
def test_the_same_event_twice_is_one_lead(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime, answers_empty: bool
) -> None:
    salesforce.answers_empty = answers_empty
    jo.asks(now)
    deliver_due(now=now)
    CrmRecord.objects.all().delete()

    send_again(now)

    assert len(salesforce.leads) == 1
    assert states() == ["delivered"]


def test_somebody_without_a_name_goes_by_the_leads_title(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(vendor_settings={"company": "Northlight"})
    jo.contact["full_name"] = ""
    jo.asks(now)

    deliver_due(now=now)

    lead = the_lead(salesforce)
    assert (lead["LastName"], lead["Company"]) == (f"Northlight Duluth {str(jo.lead_id)[-8:]}", "Northlight")


def test_stage_and_person_change_on_the_lead_and_what_is_emptied_is_null(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)

    jo.moves_to("connected", now + timedelta(minutes=1))
    jo.changes(now + timedelta(minutes=1), phone="", email="marlowe@example.com")
    deliver_due(now=now + timedelta(minutes=1))

    lead = the_lead(salesforce)
    assert (lead["Status"], lead["Phone"], lead["Email"]) == ("Working - Contacted", None, "marlowe@example.com")


def test_a_session_that_ended_is_renewed_once(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    salesforce.token = "another"
    jo.asks(now)

    deliver_due(now=now)

    connection.refresh_from_db()
    assert states() == ["delivered"]
    assert [each["grant_type"] for each in salesforce.forms] == ["refresh_token"]
    assert connection.credentials["access_token"] == salesforce.token


def test_without_a_refresh_token_the_app_signs_in_as_itself(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(credentials={"client_id": "c", "client_secret": "s"})
    jo.asks(now)

    deliver_due(now=now)

    assert [each["grant_type"] for each in salesforce.forms] == ["client_credentials"]
    assert states() == ["delivered"]


def test_a_refresh_token_that_ended_is_told_beside_the_connection(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(credentials=connection.credentials | {"access_token": "old", "refresh_token": "r0"})
    jo.asks(now)

    deliver_due(now=now)

    connection.refresh_from_db()
    assert (states(), connection.status_reason) == (["pending"], "Salesforce does not accept the credentials")


def test_two_leads_under_one_id_are_for_a_person_to_merge(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    salesforce.leads = {f"00Q{each}": {"Carefront_Id__c": str(jo.lead_id)} for each in ("A", "B")}
    jo.asks(now)

    deliver_due(now=now)

    assert states() == ["failed"]
    assert last_reason() == "Salesforce has this Carefront_Id__c on more than one lead: merge them"


def test_a_field_that_is_refused_is_named(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    connection.mapping["contact"]["language"] = "Language__c"
    connection.save()
    event = jo.asks(now)
    event.bodies["contact"]["person"]["language"] = "en"
    event.save()

    deliver_due(now=now)

    assert states() == ["failed"]
    assert last_reason() == "Salesforce refused it (400: INVALID_FIELD, Language__c)"


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (error("REQUEST_LIMIT_EXCEEDED", 403), "Salesforce asked for a pause"),
        (error("UNABLE_TO_LOCK_ROW", 400), "Salesforce answered 400"),
        (error("SERVER_UNAVAILABLE", 503), "Salesforce answered 503"),
    ],
)
def test_what_passes_is_tried_again(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime, refused: Any, reason: str
) -> None:
    salesforce.refusals = [refused]
    jo.asks(now)
    deliver_due(now=now)
    assert (states(), last_reason()) == (["pending"], reason)

    deliver_due(now=now + timedelta(minutes=1))

    assert states() == ["delivered"]


def test_a_lead_that_was_deleted_there_is_not_made_again_by_a_new_stage(
    connection: CrmConnection, salesforce: FakeSalesforce, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    salesforce.leads.clear()

    jo.moves_to("connected", now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))

    assert salesforce.leads == {}
    assert last_reason() == "Salesforce no longer has this record: deleted or merged there"
