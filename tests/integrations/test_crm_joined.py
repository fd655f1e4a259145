"""Two of our people are one: one contact of a CRM is kept up to date from then on, whatever was on its way."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from integrations.crm_dry_run import differences
from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord, Delivery
from sites.models import Clinic
from tests.integrations.crm_deliveries import send_again, states
from tests.integrations.crm_events import Jo
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


@pytest.fixture
def other(clinic: Clinic) -> Jo:
    """The same person, who asked a second time from another address."""
    return Jo(clinic, contact={"full_name": "Joanna Marlowe", "email": "joanna@example.com"})


def phones(hubspot: FakeHubSpot) -> list[str]:
    return [each.get("phone", "") for each in hubspot.contacts]


@pytest.fixture
def _both_known(connection: CrmConnection, jo: Jo, other: Jo, now: datetime) -> None:
    jo.asks(now)
    other.asks(now)
    while deliver_due(now=now):
        pass


@pytest.mark.usefixtures("_both_known")
def test_the_one_who_stays_gets_the_values_and_the_leads_the_other_nothing_more(
    hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime
) -> None:
    jo.contact["phone"] = "+12185550100"
    jo.is_joined_with(other, now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))
    own, moved = str(other.person_id), Jo(other.clinic, jo.person_id, other.lead_id)
    before = [each for each in hubspot.contacts if each["carefront_person_id"] == own]

    moved.moves_to("connected", now + timedelta(minutes=2))
    other.changes(now, phone="+12185550199")  # on its way since before they were joined
    while deliver_due(now=now + timedelta(minutes=2)):
        pass

    contact, second = CrmRecord.objects.get(kind="contact", subject_id=jo.person_id), before[0]
    assert set(states()) == {"delivered"}
    assert phones(hubspot)[0] == "+12185550100"
    assert [each for each in hubspot.contacts if each["carefront_person_id"] == own] == [second]
    assert len(hubspot.contacts) == 2
    assert CrmRecord.objects.get(kind="lead", subject_id=other.lead_id).related_id == contact.vendor_id


def test_what_comes_late_about_the_other_makes_no_second_contact(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    other.asks(now)
    late = Delivery.objects.filter(event__subject_id=other.lead_id)
    late.update(next_attempt_at=now + timedelta(hours=1))
    jo.is_joined_with(other, now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))

    deliver_due(now=now + timedelta(hours=1))

    assert [each["carefront_person_id"] for each in hubspot.contacts] == [str(jo.person_id)]
    assert len(hubspot.deals) == 2
    assert len({contact for _, contact in hubspot.associations}) == 1


@pytest.mark.usefixtures("_both_known")
def test_parted_again_each_has_their_own_contact(hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime) -> None:
    jo.is_joined_with(other, now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))
    jo.is_joined_with(other, now + timedelta(minutes=2), again_two=True)
    deliver_due(now=now + timedelta(minutes=2))

    other.changes(now + timedelta(minutes=3), phone="+12185550199")
    deliver_due(now=now + timedelta(minutes=3))

    assert phones(hubspot) == ["+12185550187", "+12185550199"]


@pytest.mark.usefixtures("_both_known")
def test_a_joining_that_is_told_again_after_the_parting_undoes_nothing(
    hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime
) -> None:
    jo.is_joined_with(other, now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))
    jo.is_joined_with(other, now + timedelta(minutes=2), again_two=True)
    deliver_due(now=now + timedelta(minutes=2))

    send_again(now + timedelta(minutes=3), event__type="person.merged")
    other.changes(now + timedelta(minutes=4), phone="+12185550199")
    deliver_due(now=now + timedelta(minutes=4))

    assert phones(hubspot) == ["+12185550187", "+12185550199"]


def test_people_of_whom_the_crm_never_heard_stay_unknown_to_it(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime
) -> None:
    jo.is_joined_with(other, now)

    deliver_due(now=now)

    assert hubspot.contacts == []
    assert states() == ["delivered"]


def test_a_dry_run_shows_the_one_who_stays(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, other: Jo, now: datetime
) -> None:
    jo.is_joined_with(other, now)

    (shown,) = differences(connection, now=now)

    assert (shown.kind, shown.our_id) == ("contact", str(jo.person_id))


def test_a_crm_without_contacts_has_nothing_to_join(
    clinic: Clinic, make_connection: Callable[..., CrmConnection], jo: Jo, other: Jo, now: datetime
) -> None:
    make_connection(
        clinic, "salesforce", base_url="http://127.0.0.1:9", credentials={"client_id": "i", "client_secret": "s"}
    )
    jo.is_joined_with(other, now)

    deliver_due(now=now)

    assert states() == ["delivered"]
