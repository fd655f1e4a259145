"""What `publish` stores beside its cause: events, and a delivery for everybody who should hear of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from integrations.models import Delivery, Endpoint, OutboxEvent
from integrations.outbox import Letter, publish
from sites.models import Clinic
from tests.integrations.published import BODIES, event_of, published

pytestmark = pytest.mark.django_db

STAFF = Letter(template="lead_alert", recipient="intake@example.com", to_staff=True)
THANKS = Letter(template="thanks", recipient="jo@example.com", language="es", values={"link": "https://example.com/t"})


def test_a_cause_that_is_undone_takes_its_events_with_it(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    make_endpoint(clinic)

    def fail_after_publishing() -> None:
        with transaction.atomic():
            publish(event_of(clinic, letters=(STAFF,)), occurred_at=now)
            assert Delivery.objects.count() == 2
            raise ValueError

    with pytest.raises(ValueError):
        fail_after_publishing()

    assert not OutboxEvent.objects.exists()
    assert not Delivery.objects.exists()


def test_an_event_is_heard_by_its_clinics_endpoints_and_the_networks(
    clinic: Clinic, other_clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    own, network = make_endpoint(clinic), make_endpoint(None)
    make_endpoint(other_clinic)

    published(clinic, at=now)

    assert {each.endpoint for each in Delivery.objects.select_related("endpoint")} == {own, network}


def test_what_belongs_to_no_clinic_is_heard_by_the_network_alone(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    network = make_endpoint(None)
    make_endpoint(clinic)

    published(None, at=now)

    assert Delivery.objects.get().endpoint == network


@pytest.mark.parametrize(
    ("events", "hears"),
    [
        (["*"], True),
        (["lead.*"], True),
        (["lead.created"], True),
        (["page.*", "lead.created"], True),
        (["lead.stage_changed"], False),
        (["Lead.Created"], False),
        (["lead"], False),
        ([], False),
    ],
)
def test_an_endpoint_hears_the_types_it_asked_for(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime, events: list[str], hears: bool
) -> None:
    Endpoint.objects.filter(pk=make_endpoint(clinic).pk).update(events=events)

    published(clinic, at=now)

    assert Delivery.objects.exists() == hears


@pytest.mark.parametrize(("status", "stored"), [(Endpoint.Status.PAUSED, 1), (Endpoint.Status.DISABLED, 0)])
def test_a_paused_endpoint_gets_later_what_happens_now_and_a_disabled_one_never(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime, status: str, stored: int
) -> None:
    make_endpoint(clinic, status=status)

    published(clinic, at=now)

    assert Delivery.objects.count() == stored


def test_a_delivery_is_due_at_once_and_knows_its_class(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    make_endpoint(clinic, data_class="contact")

    published(clinic, at=now)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.data_class, delivery.next_attempt_at) == ("pending", "contact", now)


def test_a_letter_to_staff_gets_references_and_one_to_the_person_their_own_name(clinic: Clinic, now: datetime) -> None:
    published(clinic, at=now, letters=(STAFF, THANKS))

    staff, thanks = Delivery.objects.order_by("pk")
    assert (staff.channel, staff.data_class, staff.letter_values) == ("email_staff", "reference", None)
    assert (thanks.channel, thanks.data_class, thanks.language) == ("email", "contact", "es")
    assert thanks.letter_values == {"link": "https://example.com/t"}


def test_a_letter_to_staff_cannot_carry_values_that_no_gate_has_seen() -> None:
    with pytest.raises(ValueError, match="staff"):
        Letter(template="lead_alert", recipient="intake@example.com", to_staff=True, values={"name": "Jo"})


def test_what_is_stored_is_what_was_said(clinic: Clinic, now: datetime) -> None:
    stored = published(clinic, at=now)

    found = OutboxEvent.objects.get()
    assert (found.pk, found.clinic, found.occurred_at, found.bodies) == (stored.pk, clinic, now, BODIES)


def test_many_events_and_receivers_cost_four_statements(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], now: datetime, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_endpoint(clinic)

    trips = 2 if connection.vendor == "postgresql" else 4  # there both questions go at once, and all rows
    with transaction.atomic(), django_assert_num_queries(trips):
        publish(*(event_of(clinic, letters=(STAFF,)) for _ in range(4)), occurred_at=now)

    assert Delivery.objects.count() == 4 * (3 + 1)
