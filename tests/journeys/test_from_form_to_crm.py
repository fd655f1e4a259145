"""A visitor asks, a coordinator is told, a CRM hears: from POST to the bytes on the wire."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Delivery, Endpoint
from leads.models import Lead
from sites.models import Clinic
from tests.contract import assert_contract
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def ask(client: Client, clinic: Clinic) -> None:
    response = client.post(
        "/consult-requests/",
        {
            "clinic": clinic.slug,
            "full_name": "Jo Marlowe",
            "email": "jo@example.com",
            "phone": "(218) 555-0187",
            "message": "My back, for two years.",
            "preferred_contact": "phone",
            "best_time": "morning",
            "page": "/clinics/duluth/",
            "utm_source": "leaflet",
        },
    )
    assert response.status_code == 303


def test_a_request_reaches_the_crm_signed_and_with_no_more_than_a_reference(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(clinic)

    ask(client, clinic)
    deliver_due(now=timezone.now())

    assert crm.types == ["lead.created", "consult_request.received"]
    assert_contract(crm.event("lead.created"), "lead.created.reference.v1")
    assert_contract(crm.event("consult_request.received"), "consult_request.received.reference.v1")
    assert crm.event("lead.created")["data"]["id"] == str(Lead.objects.get().pk)


def test_an_endpoint_gets_no_more_than_its_class(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(clinic, data_class="contact")

    ask(client, clinic)
    deliver_due(now=timezone.now())

    assert_contract(crm.event("lead.created"), "lead.created.v1")
    assert "message" not in crm.event("consult_request.received")["data"]


def test_health_leaves_only_to_an_endpoint_with_an_agreement(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(clinic, data_class="health", agreement_on_file=True)

    ask(client, clinic)
    deliver_due(now=timezone.now())

    assert_contract(crm.event("consult_request.received"), "consult_request.received.v1")
    assert crm.event("consult_request.received")["data"]["message"] == "My back, for two years."


def test_another_clinics_endpoint_hears_nothing(
    client: Client, clinic: Clinic, other_clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(other_clinic)

    ask(client, clinic)
    deliver_due(now=timezone.now())

    assert crm.deliveries == []


def test_a_receiver_that_is_down_gets_the_same_event_again_after_five_seconds(
    client: Client,
    clinic: Clinic,
    crm: Receiver,
    make_endpoint: Callable[..., Endpoint],
    now: datetime,
) -> None:
    make_endpoint(clinic, events=["lead.created"])
    crm.answers(503)

    ask(client, clinic)
    deliver_due(now=now)
    deliver_due(now=now + timedelta(seconds=4))
    crm.answers(204)
    deliver_due(now=now + timedelta(seconds=6))

    first, second = crm.deliveries
    assert first == second, "the same id and the same bytes"
    assert Delivery.objects.get(channel="webhook").state == Delivery.State.DELIVERED


def test_the_visitor_is_thanked_and_the_clinic_alerted_without_a_word_about_health(
    client: Client, clinic: Clinic, settings: Any
) -> None:
    ask(client, clinic)
    assert mail.outbox == [], "no mail inside the request"
    deliver_due(now=timezone.now())

    by_recipient = {message.to[0]: message for message in mail.outbox}
    assert set(by_recipient) == {"jo@example.com", "intake-duluth@example.com"}
    alert, thanks = by_recipient["intake-duluth@example.com"], by_recipient["jo@example.com"]
    assert f"{settings.BASE_URL}/admin/leads/{Lead.objects.get().pk}/" in alert.body
    for secret in ("Marlowe", "jo@example.com", "555-0187", "back"):
        assert secret not in alert.subject + alert.body
    assert "Marlowe" not in thanks.subject
    assert "My back" not in thanks.body
    assert clinic.main_phone is not None
    assert clinic.main_phone.display in thanks.body
