"""What a CRM hears of a subscription. The files in tests/contracts are the promise."""

import json
from typing import Any

import pytest
from django.test import Client

from integrations.channels.webhook import encode
from integrations.models import OutboxEvent
from leads.models import NewsletterList
from protection.data_classes import DataClass
from tests.contract import assert_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def _lifetime(reader: Any, client: Client) -> None:
    """A subscription from its first day to its last."""
    client.post(reader.confirms())


def payload(event_type: str, *, data_class: DataClass = DataClass.CONTACT) -> Any:
    return json.loads(encode(OutboxEvent.objects.get(type=event_type), data_class=data_class))


@pytest.mark.usefixtures("_lifetime")
@pytest.mark.parametrize("event_type", ["subscriber.requested", "subscriber.confirmed", "subscriber.unsubscribed"])
def test_an_event_reads_as_its_contract_says(event_type: str) -> None:
    sent = payload(event_type)

    # Where in the admin it leads is the admin's affair; that it leads there is asserted below.
    sent["data"]["url"] = "<url>"
    assert_contract(sent, f"{event_type}.v1")


@pytest.mark.usefixtures("_lifetime")
@pytest.mark.parametrize("event_type", ["subscriber.requested", "subscriber.confirmed", "subscriber.unsubscribed"])
def test_a_receiver_of_references_hears_no_address_no_language_and_no_token(event_type: str) -> None:
    data = payload(event_type, data_class=DataClass.REFERENCE)["data"]

    assert {"email", "language", "confirm_url", "unsubscribe_url"}.isdisjoint(data)
    assert "jo@example.com" not in str(data)
    assert data["clinic"]["slug"] == "duluth"
    assert data["url"].startswith("http://localhost/admin/")


@pytest.mark.usefixtures("_lifetime")
def test_no_receiver_but_the_reader_gets_the_links() -> None:
    bodies = str([event.bodies for event in OutboxEvent.objects.all()])

    assert "/newsletter/confirm/" not in bodies
    assert "/newsletter/unsubscribe/" not in bodies


def test_the_networks_own_list_belongs_to_no_clinic(reader: Any) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")

    reader.signs_up(list="network-letter")

    assert payload("subscriber.requested")["data"]["clinic"] is None
    assert OutboxEvent.objects.get().clinic is None
    assert len(reader.receives()) == 1
