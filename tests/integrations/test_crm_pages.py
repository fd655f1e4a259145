"""CRM connections, as staff see them."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, Delivery
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from tests.integrations.crm_deliveries import states
from tests.integrations.crm_events import MESSAGE, Jo
from tests.integrations.crm_fakes.hubspot import FakeHubSpot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIST = "/admin/crm-connections/"
NEW = f"{LIST}new/hubspot/"


def typed(**values: Any) -> dict[str, Any]:
    return {
        "description": "Our HubSpot",
        "clinic": "",
        "base_url": "",
        "events": ["lead.*", "person.updated"],
        "data_class": "contact",
        "status": "active",
        "setting_match_by": "email",
        "setting_pipeline": "",
        "stages": "new = 1001\r\nconnected = 1002",
        "credential_access_token": "pat-very-secret",
        "mapping_contact_email": "email",
        "mapping_contact_last_name": "lastname",
        "mapping_lead_stage": "dealstage",
    } | values


def page_of(connection: CrmConnection, name: str = "") -> str:
    return f"{LIST}{connection.pk}/{name}"


@pytest.fixture
def hubspot(httpserver: Any) -> Iterator[FakeHubSpot]:
    fake = FakeHubSpot(httpserver)
    yield fake
    assert fake.wrong == []


@pytest.fixture
def connection(clinic: Clinic, hubspot: FakeHubSpot, make_connection: Callable[..., CrmConnection]) -> CrmConnection:
    return make_connection(
        clinic, "hubspot", base_url=hubspot.url, credentials={"access_token": hubspot.token}, dry_run=True
    )


@pytest.fixture
def crm_keeper(client: Client, clinic: Clinic) -> Client:
    """Signed in to manage the CRM connections of the one clinic."""
    group = group_with_admin_access("Keepers")
    grant_in_clinic(group, clinic, CrmConnection, ["add", "change", "view"])
    user = get_user_model().objects.create_user(username="keeper", password="pass-of-a-test")
    user.groups.add(group)
    client.force_login(user)
    return client


def test_the_vendor_is_chosen_first(admin_client: Client) -> None:
    page = admin_client.get(f"{LIST}new/")

    assert page.status_code == 200
    for vendor in ("hubspot", "salesforce", "gohighlevel", "generic"):
        assert f"{LIST}new/{vendor}/" in page.content.decode()
        assert admin_client.get(f"{LIST}new/{vendor}/").status_code == 200
    assert admin_client.post(f"{LIST}new/", typed()).status_code == 405
    assert admin_client.get(f"{LIST}new/zoho/").status_code == 404


def test_a_new_connection_sends_nothing_yet_and_never_shows_its_credentials(admin_client: Client) -> None:
    made = admin_client.post(NEW, typed())

    connection = CrmConnection.objects.get()
    assert made["Location"] == page_of(connection)
    assert connection.dry_run
    assert connection.credentials == {"access_token": "pat-very-secret"}
    assert connection.events == ["lead.*", "person.updated"]
    assert connection.stage_mapping == {"new": "1001", "connected": "1002"}
    assert connection.mapping == {
        "contact": {"email": "email", "last_name": "lastname"},
        "lead": {"stage": "dealstage"},
    }
    for address in (LIST, page_of(connection), f"{LIST}edit/{connection.pk}/", f"{LIST}history/{connection.pk}/"):
        page = admin_client.get(address)
        assert page.status_code == 200, address
        assert "pat-very-secret" not in page.content.decode()


def test_credentials_are_kept_unless_new_ones_are_typed(admin_client: Client) -> None:
    admin_client.post(NEW, typed())
    connection = CrmConnection.objects.get()

    admin_client.post(f"{LIST}edit/{connection.pk}/", typed(description="HubSpot", credential_access_token=""))

    connection.refresh_from_db()
    assert (connection.description, connection.credentials) == ("HubSpot", {"access_token": "pat-very-secret"})


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"mapping_contact_shoe_size": "shoe"}, "is no field that we send"),
        ({"mapping_lead_message": "description"}, "is of class health"),
        ({"data_class": "reference"}, "is of class contact"),
        ({"data_class": "health"}, "needs an agreement on file"),
        ({"base_url": "https://10.0.0.1.example.com@evil/"}, "user name or password"),
        ({"events": []}, "required"),
        ({"stages": "new"}, "ours = theirs"),
        ({"setting_match_by": "name"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused(admin_client: Client, values: dict[str, str], problem: str) -> None:
    answer = admin_client.post(NEW, typed(**values))

    assert answer.status_code == 200
    assert problem in answer.content.decode()
    assert not CrmConnection.objects.exists()


def test_an_address_is_needed_where_the_vendor_has_none(admin_client: Client) -> None:
    posted = {"setting_api_version": "v61.0", "mapping_contact_email": "", "mapping_lead_stage": ""}

    answer = admin_client.post(f"{LIST}new/salesforce/", typed(**posted))

    assert "This field is required" in answer.content.decode()
    assert not CrmConnection.objects.exists()


def test_a_clinics_keeper_makes_connections_for_that_clinic_alone(
    crm_keeper: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    for other in ("", str(other_clinic.pk)):
        crm_keeper.post(NEW, typed(clinic=other))
    assert not CrmConnection.objects.exists()

    crm_keeper.post(NEW, typed(clinic=str(clinic.pk)))

    assert CrmConnection.objects.get().clinic == clinic


def test_the_dry_run_shows_what_would_change_and_sends_nothing(
    crm_keeper: Client, connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    hubspot.objects["contacts"]["7"] = {"email": "jo@example.com", "firstname": "Joanna", "lastname": "Marlowe"}
    jo.asks(now)

    page = crm_keeper.get(page_of(connection, "dry-run/")).content.decode()

    for expected in ("would change", "Joanna", "+12185550187", "would be new", "1001"):
        assert expected in page
    assert hubspot.contacts == [{"email": "jo@example.com", "firstname": "Joanna", "lastname": "Marlowe"}]
    assert {path.rpartition("/")[2] for _, path in hubspot.calls} == {"read"}
    assert states() == []


def test_the_dry_run_hides_health_text_and_what_other_clinics_said(
    crm_keeper: Client, connection: CrmConnection, other_clinic: Clinic, jo: Jo, now: datetime
) -> None:
    mapping = connection.mapping | {"lead": {"message": "description"}}
    CrmConnection.objects.update(mapping=mapping, data_class="health", agreement_on_file=True)
    Jo(other_clinic, contact={"full_name": "Foreign Body", "email": "f@example.com"}).asks(now)
    jo.requests(now)

    page = crm_keeper.get(page_of(connection, "dry-run/")).content.decode()

    assert "23 characters of health text" in page
    assert MESSAGE not in page
    assert "Foreign" not in page


def test_a_dry_run_without_an_answer_says_so_and_shows_what_would_be_sent(
    crm_keeper: Client, connection: CrmConnection, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(credentials={})
    jo.asks(now)

    page = crm_keeper.get(page_of(connection, "dry-run/")).content.decode()

    assert "HubSpot does not accept the credentials" in page
    assert "jo@example.com" in page


def test_after_a_look_it_is_switched_on_and_hears_of_what_happens_from_then_on(
    crm_keeper: Client, connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    assert crm_keeper.post(page_of(connection, "switch/"), {}).status_code == 302
    connection.refresh_from_db()
    assert connection.dry_run

    crm_keeper.post(page_of(connection, "switch/"), {"dry_run": "off"})
    Jo(connection.clinic).asks(now + timedelta(seconds=1))  # type: ignore[arg-type]
    deliver_due(now=now + timedelta(seconds=1))

    assert len(hubspot.contacts) == 1
    crm_keeper.post(page_of(connection, "switch/"), {"dry_run": "on"})
    connection.refresh_from_db()
    assert connection.dry_run


def test_somebody_who_may_only_look_switches_nothing(
    client: Client, connection: CrmConnection, clinic: Clinic, jo: Jo, now: datetime
) -> None:
    group = group_with_admin_access("Lookers")
    grant_in_clinic(group, clinic, CrmConnection, ["view"])
    user = get_user_model().objects.create_user(username="looker", password="pass-of-a-test")
    user.groups.add(group)
    client.force_login(user)
    jo.asks(now)

    assert client.get(page_of(connection)).status_code == 200
    assert "jo@example.com" not in client.get(page_of(connection, "dry-run/")).content.decode()
    for name in ("switch/", "check/", "send-again/"):
        client.post(page_of(connection, name), {"dry_run": "off"})

    connection.refresh_from_db()
    assert connection.dry_run


def test_a_connection_is_tested_without_telling_it_anything(
    crm_keeper: Client, connection: CrmConnection, hubspot: FakeHubSpot
) -> None:
    good = crm_keeper.post(page_of(connection, "check/"), follow=True).content.decode()
    hubspot.token = "another"
    bad = crm_keeper.post(page_of(connection, "check/"), follow=True).content.decode()

    assert "answered and knows us" in good
    assert "does not accept the credentials" in bad
    assert hubspot.contacts == []


def test_failing_syncs_are_listed_with_their_reason_and_sent_again(
    crm_keeper: Client, connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    CrmConnection.objects.update(dry_run=False)
    hubspot.item_errors = [{"category": "CONFLICT", "message": "jo@example.com exists"}]
    jo.asks(now)
    deliver_due(now=now)

    for address in (f"{LIST}failures/", page_of(connection)):
        page = crm_keeper.get(address).content.decode()
        assert "HubSpot refused it (207: CONFLICT)" in page
        assert "Send what was given up again" in page
        assert "jo@example.com" not in page
    crm_keeper.post(page_of(connection, "send-again/"))
    deliver_due(now=now)

    assert states() == ["delivered"]
    assert "Every sync arrived" in crm_keeper.get(f"{LIST}failures/").content.decode()


def test_another_clinics_failures_stay_out_of_the_report(
    crm_keeper: Client,
    other_clinic: Clinic,
    hubspot: FakeHubSpot,
    make_connection: Callable[..., CrmConnection],
    now: datetime,
) -> None:
    make_connection(other_clinic, "hubspot", base_url=hubspot.url, description="Foreign HubSpot")
    Jo(other_clinic).asks(now)
    deliver_due(now=now)
    assert Delivery.objects.filter(attempts_made=1).exists()

    assert "Foreign" not in crm_keeper.get(f"{LIST}failures/").content.decode()


def test_the_list_costs_the_same_however_many_connections(
    admin_client: Client,
    clinic: Clinic,
    make_connection: Callable[..., CrmConnection],
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(3):
        make_connection(clinic, "hubspot")
    admin_client.get(LIST)

    with django_assert_max_num_queries(14):
        admin_client.get(LIST)


def test_the_dry_run_is_a_command_too(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime, capsys: Any
) -> None:
    jo.asks(now)

    call_command("crm_dry_run", str(connection.pk), "--limit", "5")

    contact, lead = map(json.loads, capsys.readouterr().out.splitlines())
    assert (contact["object"], contact["outcome"]) == ("contacts", "new")
    assert contact["changes"]["email"] == {"now": "", "new": "jo@example.com"}
    assert lead["changes"]["dealstage"] == {"now": "", "new": "1001"}
    assert hubspot.contacts == []
    with pytest.raises(CommandError):
        call_command("crm_dry_run", "no-such-id")
