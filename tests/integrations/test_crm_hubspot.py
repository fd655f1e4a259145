"""Events on their way into HubSpot, from `publish` to the wire and back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord
from sites.models import Clinic
from tests.integrations.crm_deliveries import last_reason, send_again, states
from tests.integrations.crm_events import MESSAGE, Jo
from tests.integrations.crm_fakes.hubspot import FakeHubSpot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def hubspot(httpserver: Any) -> Iterator[FakeHubSpot]:
    fake = FakeHubSpot(httpserver)
    yield fake
    assert fake.wrong == []


@pytest.fixture
def connection(clinic: Clinic, hubspot: FakeHubSpot, make_connection: Callable[..., CrmConnection]) -> CrmConnection:
    return make_connection(clinic, "hubspot", base_url=hubspot.url, credentials={"access_token": hubspot.token})


def test_a_new_lead_becomes_a_contact_with_its_deal(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert hubspot.contacts == [
        {
            "carefront_person_id": str(jo.person_id),
            "firstname": "Jo",
            "lastname": "Marlowe",
            "email": "jo@example.com",
            "phone": "+12185550187",
        }
    ]
    assert hubspot.deals == [
        {
            "carefront_lead_id": str(jo.lead_id),
            "dealname": f"Northlight Duluth {str(jo.lead_id)[-8:]}",
            "dealstage": "1001",
        }
    ]
    assert hubspot.associations == {("102", "101")}
    assert states() == ["delivered", "delivered"]
    assert set(CrmRecord.objects.values_list("kind", "vendor_type", "vendor_id")) == {
        ("contact", "contacts", "101"),
        ("lead", "deals", "102"),
    }


def test_the_same_event_twice_is_one_contact_and_asks_nothing_the_second_time(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    asked = len(hubspot.calls)

    send_again(now)

    assert (len(hubspot.contacts), len(hubspot.deals), len(hubspot.calls)) == (1, 1, asked)
    assert states() == ["delivered"]


def test_what_was_sent_before_a_worker_was_killed_is_not_made_twice(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    CrmRecord.objects.all().delete()  # it reached HubSpot, and nobody wrote that down

    send_again(now)

    assert (len(hubspot.contacts), len(hubspot.deals)) == (1, 1)


def test_a_contact_without_an_address_is_found_by_our_id(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.contact |= {"email": "", "full_name": ""}
    jo.asks(now)
    deliver_due(now=now)
    CrmRecord.objects.all().delete()

    send_again(now)

    assert hubspot.contacts == [{"carefront_person_id": str(jo.person_id), "phone": "+12185550187"}]


def test_a_contact_that_hubspot_had_already_is_taken_over_by_its_address(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    hubspot.objects["contacts"]["7"] = {"email": "jo@example.com", "firstname": "Joanna"}

    jo.asks(now)
    deliver_due(now=now)

    assert len(hubspot.contacts) == 1
    assert hubspot.contacts[0]["carefront_person_id"] == str(jo.person_id)


def test_a_new_stage_and_a_new_address_change_what_is_there(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)

    jo.moves_to("connected", now + timedelta(minutes=1))
    jo.changes(now + timedelta(minutes=2), email="marlowe@example.com", phone="")
    deliver_due(now=now + timedelta(minutes=3))

    assert [each["dealstage"] for each in hubspot.deals] == ["1002"]
    (contact,) = hubspot.contacts
    assert (contact["email"], contact["phone"], contact["firstname"]) == ("marlowe@example.com", "", "Jo")


def test_what_somebody_changed_in_hubspot_stays_unless_we_have_news(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    hubspot.objects["contacts"]["101"]["firstname"] = "Joanna"

    jo.changes(now + timedelta(minutes=1), phone="+12185550123")
    deliver_due(now=now + timedelta(minutes=1))

    (contact,) = hubspot.contacts
    assert (contact["firstname"], contact["phone"]) == ("Joanna", "+12185550123")


def test_an_older_event_sent_again_does_not_undo_a_newer_one(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    jo.moves_to("connected", now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))

    send_again(now + timedelta(hours=1), event__type="lead.created")

    assert [each["dealstage"] for each in hubspot.deals] == ["1002"]


def test_a_stage_that_hubspot_has_no_id_for_is_left_as_it_is(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    jo.moves_to("somewhere", now)

    deliver_due(now=now)

    assert [each["dealstage"] for each in hubspot.deals] == ["1001"]
    assert states() == ["delivered", "delivered"]


def test_an_item_that_is_refused_says_which_property_and_the_contact_stays(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    connection.mapping["lead"]["source"] = "not_there"
    connection.save()
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert states() == ["delivered", "failed"]
    assert last_reason() == "HubSpot refused it (207: VALIDATION_ERROR, PROPERTY_DOESNT_EXIST, not_there)"
    assert "Jo" not in last_reason()
    assert len(hubspot.contacts) == 1


def test_after_half_of_it_failed_only_the_other_half_is_sent(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    hubspot.refuses("/deals/", 502)
    jo.asks(now)
    deliver_due(now=now)
    assert states() == ["pending"]

    deliver_due(now=now + timedelta(minutes=1))

    assert states() == ["delivered"]
    assert [path for _, path in hubspot.calls if "contacts/batch" in path] == ["/crm/v3/objects/contacts/batch/upsert"]
    assert hubspot.associations == {("102", "101")}


def test_a_conflict_of_one_item_is_told_and_not_repeated(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    hubspot.item_errors = [{"category": "CONFLICT", "message": "jo@example.com exists already"}]
    jo.asks(now)

    deliver_due(now=now)

    assert states() == ["failed"]
    assert last_reason() == "HubSpot refused it (207: CONFLICT)"


def test_an_expired_token_is_renewed_once_and_kept(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    connection.credentials = {"access_token": "old", "refresh_token": "r1", "client_id": "c", "client_secret": "s"}
    connection.save()
    jo.asks(now)

    deliver_due(now=now)

    connection.refresh_from_db()
    assert states() == ["delivered"]
    assert hubspot.refreshed == 1
    assert (connection.credentials["access_token"], connection.credentials["refresh_token"]) == ("renewed-1", "r2")
    assert connection.token_expires_at == now + timedelta(seconds=1800)


def test_a_token_is_renewed_before_it_ends(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    connection.credentials |= {"refresh_token": "r1", "client_id": "c", "client_secret": "s"}
    connection.token_expires_at = now + timedelta(seconds=30)
    connection.save()
    jo.asks(now)

    deliver_due(now=now)

    assert hubspot.calls[0] == ("POST", "/oauth/v3/token")
    assert states() == ["delivered"]


def test_credentials_that_are_refused_are_told_beside_the_connection_and_mended_later(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    good = connection.credentials
    CrmConnection.objects.update(credentials={"access_token": "wrong"})
    jo.asks(now)
    deliver_due(now=now)
    connection.refresh_from_db()
    assert (states(), connection.status_reason) == (["pending"], "HubSpot does not accept the credentials")

    CrmConnection.objects.update(credentials=good)
    deliver_due(now=now + timedelta(minutes=1))

    connection.refresh_from_db()
    assert (states(), connection.status_reason) == (["delivered"], "")


def test_a_rate_limit_gives_the_whole_connection_a_pause(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, clinic: Clinic, now: datetime
) -> None:
    hubspot.refuses(
        "/contacts/", 429, {"errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING"}, Retry_After="60"
    )
    jo.asks(now)
    deliver_due(now=now)
    asked = len(hubspot.calls)

    Jo(clinic, contact={"full_name": "Al Two", "email": "al@example.com"}).asks(now)
    deliver_due(now=now + timedelta(seconds=20))
    assert len(hubspot.calls) == asked, "nobody is asked while the pause lasts"
    deliver_due(now=now + timedelta(seconds=90))

    assert states() == ["delivered", "delivered"]


def test_health_does_not_reach_a_crm_without_its_class(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, httpserver: Any, now: datetime
) -> None:
    CrmConnection.objects.update(mapping=connection.mapping | {"lead": {"message": "description"}})
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert states() == ["delivered", "delivered"]
    assert not any(MESSAGE.encode() in request.get_data() for request, _ in httpserver.log)


def test_health_reaches_a_crm_under_an_agreement(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(
        mapping=connection.mapping | {"lead": {"message": "description"}}, data_class="health", agreement_on_file=True
    )
    jo.asks(now)
    jo.requests(now)

    deliver_due(now=now)

    assert hubspot.deals[0]["description"] == MESSAGE


def test_a_clinics_crm_hears_nothing_of_another_clinic(
    connection: CrmConnection, hubspot: FakeHubSpot, other_clinic: Clinic, now: datetime
) -> None:
    Jo(other_clinic).asks(now)

    deliver_due(now=now)

    assert states() == []
    assert hubspot.calls == []


@pytest.mark.parametrize("values", [{"dry_run": True}, {"status": "paused"}, {"events": ["person.*"]}])
def test_a_connection_that_is_not_switched_on_is_told_nothing(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime, values: dict[str, Any]
) -> None:
    CrmConnection.objects.update(**values)

    jo.asks(now)
    deliver_due(now=now)

    assert hubspot.calls == []


def test_a_connection_that_goes_back_to_its_dry_run_sends_nothing_of_what_waits(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    CrmConnection.objects.update(dry_run=True)

    deliver_due(now=now)

    assert hubspot.calls == []
    assert states() == ["failed"]


def test_a_lead_older_than_the_connection_is_left_out(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.moves_to("connected", now)

    deliver_due(now=now)

    assert hubspot.calls == []
    assert states() == ["delivered"]


def test_an_event_waits_for_the_first_one_of_its_lead(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    hubspot.refuses("/contacts/", 503)
    jo.asks(now)
    jo.requests(now)
    jo.moves_to("connected", now + timedelta(seconds=1))

    deliver_due(now=now + timedelta(seconds=1))
    assert states() == ["pending", "pending", "pending"]
    for minutes in (1, 10, 60):  # each waits a little longer by chance: the order is not theirs
        deliver_due(now=now + timedelta(minutes=minutes))

    assert states() == ["delivered"] * 3
    assert [each["dealstage"] for each in hubspot.deals] == ["1002"]


def test_what_was_deleted_in_hubspot_stays_deleted_until_the_person_asks_anew(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    hubspot.objects = {"contacts": {}, "deals": {}}

    jo.changes(now + timedelta(minutes=1), phone="+12185550123")
    deliver_due(now=now + timedelta(minutes=1))
    assert last_reason() == "HubSpot no longer has this record: deleted or merged there"
    assert hubspot.contacts == []

    jo.lead_id = Jo(jo.clinic).lead_id
    jo.contact |= {"full_name": "Jo Marlowe-Hale"}
    jo.asks(now + timedelta(minutes=2))
    deliver_due(now=now + timedelta(minutes=2))
    assert [each["lastname"] for each in hubspot.contacts] == ["Marlowe-Hale"]
