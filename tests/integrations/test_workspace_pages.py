"""Endpoints and the delivery log, as staff see them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integrations.models import Delivery, DeliveryAttempt, Endpoint, OutboxEvent
from integrations.viewsets.receivers import masked
from protection.identifiers import uuid7
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic

NEW = "/admin/endpoints/new/"


def typed(**values: Any) -> dict[str, Any]:
    return {
        "description": "Clinic system",
        "url": "https://crm.example.com/hook",
        "clinic": "",
        "events": ["lead.*", "consult_request.received"],
        "data_class": "contact",
        "rate_limit": "",
        "rate_period": "second",
        "headers": "",
    } | values


@pytest.fixture
def endpoint_keeper(client: Client, clinic: Clinic) -> Client:
    """Signed in to manage the endpoints of the one clinic."""
    group = group_with_admin_access("Keepers")
    grant_in_clinic(group, clinic, Endpoint, ["add", "change", "view"])
    user = get_user_model().objects.create_user(username="keeper", password="pass-of-a-test")
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def make_delivery(db: None, now: datetime) -> Callable[..., Delivery]:
    def make(clinic: Clinic | None, **values: Any) -> Delivery:
        event = OutboxEvent.objects.create(
            type="lead.created", subject_type="lead", subject_id=uuid7(), clinic=clinic, occurred_at=now
        )
        defaults = {
            "channel": "email_staff",
            "template": "lead_alert",
            "recipient": "intake-desk@example.com",
            "state": "delivered",
        }
        return Delivery.objects.create(event=event, **(defaults | values))

    return make


def test_a_new_endpoint_shows_its_secret_once(admin_client: Client) -> None:
    made = admin_client.post(NEW, typed())

    endpoint = Endpoint.objects.get()
    assert endpoint.events == ["lead.*", "consult_request.received"]
    [secret] = endpoint.secrets
    assert secret.startswith("whsec_")
    assert secret in made.content.decode()
    for address in (
        "/admin/endpoints/",
        f"/admin/endpoints/edit/{endpoint.pk}/",
        f"/admin/endpoints/history/{endpoint.pk}/",
    ):
        assert secret not in admin_client.get(address).content.decode()


def test_changing_an_endpoint_keeps_its_secret(admin_client: Client) -> None:
    admin_client.post(NEW, typed())
    endpoint = Endpoint.objects.get()

    admin_client.post(f"/admin/endpoints/edit/{endpoint.pk}/", typed(events="*"))

    changed = Endpoint.objects.get()
    assert (changed.events, changed.secrets) == (["*"], endpoint.secrets)


def test_health_information_needs_an_agreement_on_file(admin_client: Client) -> None:
    refused = admin_client.post(NEW, typed(data_class="health"))
    assert "Health information needs an agreement on file." in refused.content.decode()
    assert not Endpoint.objects.exists()

    admin_client.post(NEW, typed(data_class="health", agreement_on_file="on"))

    assert Endpoint.objects.get().data_class == "health"


def test_a_clinics_keeper_makes_endpoints_of_that_clinic_only(
    endpoint_keeper: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    assert other_clinic.name not in endpoint_keeper.get(NEW).content.decode()
    for not_theirs in ("", str(other_clinic.pk)):
        assert "whsec_" not in endpoint_keeper.post(NEW, typed(clinic=not_theirs)).content.decode()
    assert not Endpoint.objects.exists()

    endpoint_keeper.post(NEW, typed(clinic=str(clinic.pk)))

    assert Endpoint.objects.get().clinic == clinic


def test_a_clinics_keeper_gives_no_endpoint_away(endpoint_keeper: Client, clinic: Clinic, other_clinic: Clinic) -> None:
    endpoint_keeper.post(NEW, typed(clinic=str(clinic.pk)))
    endpoint = Endpoint.objects.get()

    for not_theirs in ("", str(other_clinic.pk)):
        endpoint_keeper.post(f"/admin/endpoints/edit/{endpoint.pk}/", typed(clinic=not_theirs))

    assert Endpoint.objects.get().clinic == clinic


def test_an_endpoint_of_the_network_is_not_a_clinics_to_see(endpoint_keeper: Client) -> None:
    endpoint = Endpoint.objects.create(description="Network system", url="https://crm.example.com/all")

    assert endpoint_keeper.get(f"/admin/endpoints/edit/{endpoint.pk}/").status_code == 404
    assert "Network system" not in endpoint_keeper.get("/admin/endpoints/").content.decode()


def test_the_delivery_log_names_receivers_without_their_whole_address(
    admin_client: Client, clinic: Clinic, make_delivery: Callable[..., Delivery], now: datetime
) -> None:
    delivery = make_delivery(clinic)
    DeliveryAttempt.objects.create(
        delivery=delivery,
        number=1,
        started_at=now,
        duration_ms=41,
        succeeded=False,
        reason="the mail server is busy",
        response_excerpt="450 intake-desk@example.com",
    )

    pages = [
        admin_client.get(path).content.decode() for path in ("/admin/deliveries/", f"/admin/deliveries/{delivery.pk}/")
    ]

    for page in pages:
        assert "i…@example.com" in page
        assert "intake-desk" not in page
    assert "the mail server is busy" in pages[1]


@pytest.mark.parametrize(
    ("address", "shown"), [("jo@example.com", "j…@example.com"), ("@example.com", "…@example.com"), ("odd", "…")]
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_more_deliveries_cost_no_more_queries(
    admin_client: Client, clinic: Clinic, make_delivery: Callable[..., Delivery]
) -> None:
    endpoint = Endpoint.objects.create(url="https://crm.example.com/hook")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/admin/deliveries/")
        return len(captured)

    for _ in range(5):
        make_delivery(clinic, channel="webhook", endpoint=endpoint)
    queries()
    with_five = queries()
    for _ in range(30):
        make_delivery(clinic, channel="webhook", endpoint=endpoint)

    # What Wagtail remembers between requests makes a difference of a few; rows must make none.
    assert queries() == with_five <= 30


def test_the_log_is_read_only(admin_client: Client, clinic: Clinic, make_delivery: Callable[..., Delivery]) -> None:
    delivery = make_delivery(clinic)

    assert admin_client.post(f"/admin/deliveries/{delivery.pk}/").status_code == 405
    assert admin_client.get(f"/admin/deliveries/delete/{delivery.pk}/").status_code == 404
