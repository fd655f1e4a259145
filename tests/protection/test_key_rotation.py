"""A key that was seen by somebody can be dropped, and nothing is lost."""

from datetime import datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.test import Client

from integrations.models import Delivery, Endpoint, OutboxEvent
from leads.models import ConsultRequest
from protection import key_rotation
from protection.key_rotation import encrypted_columns
from sites.models import Clinic

pytestmark = pytest.mark.django_db

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def under_the_old_key(client: Client, clinic: Clinic, settings: Any, now: datetime) -> None:
    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    Endpoint.objects.create(clinic=clinic, url="https://crm.example.com/hook", secrets=["whsec_one"])
    form = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "email": "jo@example.com", "message": "My back."}
    assert client.post("/consult-requests/", form).status_code == 303


def test_after_a_rotation_the_old_key_can_be_dropped(under_the_old_key: None, settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    call_command("rotate_field_keys")
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)

    assert ConsultRequest.objects.get().message == "My back."
    assert Endpoint.objects.get().secrets == ["whsec_one"]
    assert "jo@example.com" in {delivery.recipient for delivery in Delivery.objects.all()}
    assert all(event.bodies for event in OutboxEvent.objects.all())
    assert {delivery.letter_values for delivery in Delivery.objects.filter(channel="webhook")} == {None}


def test_more_rows_than_one_transaction_takes_are_all_rewritten(
    under_the_old_key: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    call_command("rotate_field_keys")
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)

    assert Delivery.objects.count() > 1
    assert all(delivery.recipient for delivery in Delivery.objects.exclude(channel="webhook"))


def test_a_row_whose_key_is_gone_stops_the_rotation_and_says_what_to_do(under_the_old_key: None, settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)

    with pytest.raises(CommandError, match="FIELD_ENCRYPTION_KEYS"):
        call_command("rotate_field_keys")

    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    assert ConsultRequest.objects.get().message == "My back."


def test_every_encrypted_column_is_found() -> None:
    found = {f"{model.__name__}.{field}" for model, fields in encrypted_columns() for field in fields}

    assert found >= {
        "ConsultRequest.message", "LeadEvent.text", "OutboxEvent.bodies", "Endpoint.secrets", "Delivery.recipient",
        "Delivery.letter_values", "DeliveryAttempt.response_excerpt",
    }  # fmt: skip
