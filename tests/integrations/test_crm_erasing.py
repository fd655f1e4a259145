"""Somebody was erased here: each CRM is asked to erase them too, and what it cannot do is left for a person to see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord
from sites.models import Clinic
from tests.integrations.crm_deliveries import last_reason, send_again, states
from tests.integrations.crm_events import Jo
from tests.integrations.crm_fakes.gohighlevel import LOCATION, PIPELINE, FakeGoHighLevel
from tests.integrations.crm_fakes.hubspot import FakeHubSpot
from tests.integrations.crm_fakes.salesforce import FakeSalesforce

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def hubspot(httpserver: Any) -> FakeHubSpot:
    return FakeHubSpot(httpserver)


@pytest.fixture
def connection(clinic: Clinic, hubspot: FakeHubSpot, make_connection: Callable[..., CrmConnection]) -> CrmConnection:
    credentials = {"access_token": hubspot.token}
    return make_connection(clinic, "hubspot", base_url=hubspot.url, credentials=credentials, events=["lead.created"])


def test_hubspot_erases_the_contact_for_good_and_the_deal(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    assert (len(hubspot.contacts), len(hubspot.deals)) == (1, 1)

    jo.is_erased(now)
    deliver_due(now=now)

    assert (hubspot.contacts, hubspot.deals, hubspot.wrong) == ([], [], [])
    assert ("POST", "/crm/v3/objects/contacts/gdpr-delete") in hubspot.calls
    assert states() == ["delivered"] * 3
    assert not CrmRecord.objects.exists()


def test_a_second_time_nothing_is_asked(connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime) -> None:
    jo.asks(now)
    deliver_due(now=now)
    jo.is_erased(now)
    deliver_due(now=now)
    asked = len(hubspot.calls)

    send_again(now, event__type__endswith=".erased")

    assert len(hubspot.calls) == asked
    assert states() == ["delivered"] * 3


def test_what_was_deleted_there_already_is_erased(
    connection: CrmConnection, hubspot: FakeHubSpot, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    hubspot.objects["contacts"].clear()

    jo.is_erased(now)
    deliver_due(now=now)

    assert states() == ["delivered"] * 3
    assert not CrmRecord.objects.exists()


def test_a_contact_that_is_a_family_members_too_is_left_for_a_person(
    connection: CrmConnection, hubspot: FakeHubSpot, clinic: Clinic, jo: Jo, now: datetime
) -> None:
    sister = Jo(clinic)
    for each in (jo, sister):
        each.asks(now)
    deliver_due(now=now)
    assert len(hubspot.contacts) == 1  # found by the address that they share

    jo.is_erased(now)
    deliver_due(now=now)

    assert len(hubspot.contacts) == 1
    assert "somebody else's too" in last_reason()
    assert list(CrmRecord.objects.filter(erase_asked_at__isnull=False).values_list("kind", flat=True)) == ["contact"]


def test_salesforce_deletes_the_lead(
    clinic: Clinic, httpserver: Any, make_connection: Callable[..., CrmConnection], jo: Jo, now: datetime
) -> None:
    salesforce = FakeSalesforce(httpserver)
    make_connection(clinic, "salesforce", base_url=salesforce.url, credentials={"access_token": salesforce.token})
    jo.asks(now)
    deliver_due(now=now)
    assert len(salesforce.leads) == 1

    jo.is_erased(now)
    deliver_due(now=now)

    assert (salesforce.leads, salesforce.wrong) == ({}, [])
    assert states() == ["delivered"] * 3


def test_gohighlevel_deletes_contact_and_opportunity(
    clinic: Clinic, httpserver: Any, make_connection: Callable[..., CrmConnection], jo: Jo, now: datetime
) -> None:
    highlevel = FakeGoHighLevel(httpserver)
    place = {"location_id": LOCATION, "pipeline": PIPELINE}
    credentials = {"access_token": highlevel.token}
    make_connection(clinic, "gohighlevel", base_url=highlevel.url, credentials=credentials, vendor_settings=place)
    jo.asks(now)
    deliver_due(now=now)
    assert (len(highlevel.contacts), len(highlevel.opportunities)) == (1, 1)

    jo.is_erased(now)
    deliver_due(now=now)

    assert (highlevel.contacts, highlevel.opportunities, highlevel.wrong) == ({}, {}, [])
    assert states() == ["delivered"] * 3


def test_what_cannot_be_asked_for_is_listed_until_somebody_did_it_by_hand(
    admin_client: Client, connection: CrmConnection, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)
    CrmConnection.objects.update(status="paused")
    jo.is_erased(now)
    deliver_due(now=now)
    page = f"/admin/crm-connections/{connection.pk}/"
    contact = CrmRecord.objects.get(kind="contact")

    before = admin_client.get(page).content.decode()
    admin_client.post(f"{page}erased-there/", {"record": contact.pk})

    assert "Erased here, not yet there" in before
    assert contact.vendor_id in before
    assert list(CrmRecord.objects.values_list("kind", flat=True)) == ["lead"]


def test_a_system_without_an_address_that_erases_is_done_by_hand(
    clinic: Clinic, httpserver: Any, make_connection: Callable[..., CrmConnection], jo: Jo, now: datetime
) -> None:
    httpserver.expect_request("/people").respond_with_data("", status=204)
    url = httpserver.url_for("/people").replace("localhost", "127.0.0.1")
    make_connection(clinic, "generic", base_url=url)
    jo.asks(now)
    deliver_due(now=now)

    jo.is_erased(now)
    deliver_due(now=now)

    assert last_reason() == "erase it there by hand: this system has no address that erases"
    assert CrmRecord.objects.filter(erase_asked_at=None).count() == 0
