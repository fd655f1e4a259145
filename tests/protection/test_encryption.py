"""Columns that a database dump does not show."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from integrations.models import Delivery, OutboxEvent
from leads.models import ConsultRequest
from protection.encryption import EncryptedJSONField, EncryptedTextField
from sites.models import Clinic

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def stored(field: EncryptedTextField, value: object) -> str | None:
    return field.get_prep_value(value)


def read(field: EncryptedTextField, text: str | None) -> object:
    return field.from_db_value(text, None, None)  # type: ignore[arg-type]


@given(st.text())
def test_text_comes_back_as_it_went_in(text: str) -> None:
    field: EncryptedTextField = EncryptedTextField()

    ciphertext = stored(field, text)

    assert read(field, ciphertext) == text
    assert ciphertext == "" if text == "" else len(text) < 3 or text not in str(ciphertext)


@given(JSON)
def test_json_comes_back_as_it_went_in(value: object) -> None:
    field = EncryptedJSONField()

    assert read(field, stored(field, value)) == value


def test_equal_texts_have_unequal_ciphertexts() -> None:
    field: EncryptedTextField = EncryptedTextField()

    assert stored(field, "back pain") != stored(field, "back pain")


def test_what_a_newer_key_writes_and_an_older_one_wrote_are_both_read(settings: Any) -> None:
    field: EncryptedTextField = EncryptedTextField()
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = (old,)
    under_old = stored(field, "back pain")

    settings.FIELD_ENCRYPTION_KEYS = (new, old)
    assert read(field, under_old) == "back pain"
    under_new = stored(field, "back pain")

    settings.FIELD_ENCRYPTION_KEYS = (new,)
    assert read(field, under_new) == "back pain"


def test_a_key_that_is_gone_is_an_error_and_never_the_ciphertext(settings: Any) -> None:
    field: EncryptedTextField = EncryptedTextField()
    ciphertext = stored(field, "back pain")
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)

    with pytest.raises(InvalidToken):
        read(field, ciphertext)


@pytest.fixture
def delivery(db: None, now: datetime) -> Delivery:
    event = OutboxEvent.objects.create(
        type="lead.created",
        subject_type="lead",
        subject_id="019a0000-0000-7000-8000-000000000000",
        occurred_at=now,
        bodies={"contact": {"full_name": "Quillon"}},
    )
    return Delivery.objects.create(
        event=event, channel="email", template="probe", recipient="quillon@example.com", next_attempt_at=now
    )


def raw_rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bodies FROM integrations_outboxevent")
        bodies = cursor.fetchall()
        cursor.execute("SELECT recipient FROM integrations_delivery")
        return str(bodies + cursor.fetchall())


def test_a_dump_shows_neither_body_nor_recipient(delivery: Delivery) -> None:
    assert "quillon" not in raw_rows().lower()
    assert Delivery.objects.select_related("event").get().event.bodies == {"contact": {"full_name": "Quillon"}}


@pytest.mark.parametrize(
    "write",
    [
        lambda: Delivery.objects.update(recipient="marlowe@example.com"),
        lambda: Delivery.objects.bulk_update(_renamed(), ["recipient"]),
        lambda: [each.save() for each in _renamed()],
    ],
    ids=["update", "bulk_update", "save"],
)
def test_every_way_of_writing_encrypts(delivery: Delivery, write: Callable[[], object]) -> None:
    write()

    assert Delivery.objects.values_list("recipient", flat=True).get() == "marlowe@example.com"
    assert "marlowe" not in raw_rows()


def _renamed() -> list[Delivery]:
    found = list(Delivery.objects.all())
    for each in found:
        each.recipient = "marlowe@example.com"
    return found


@pytest.mark.parametrize("lookup", ["recipient", "recipient__icontains", "recipient__in", "event__bodies__contact"])
def test_a_search_that_could_find_nothing_is_refused(db: None, lookup: str) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        Delivery.objects.filter(**{lookup: "quillon@example.com"})


def test_whether_there_is_a_value_can_be_asked(delivery: Delivery) -> None:
    assert Delivery.objects.filter(letter_values__isnull=True).exists()
    assert not Delivery.objects.filter(event__bodies__isnull=True).exists()


def test_after_rotating_the_old_key_is_not_needed(clinic: Clinic, settings: Any, client: Client) -> None:
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    client.post(
        "/consult-requests/", {"clinic": "duluth", "full_name": "Jo", "email": "jo@example.com", "message": "x"}
    )
    settings.FIELD_ENCRYPTION_KEYS = (new, old)

    call_command("rotate_field_keys", stdout=StringIO())

    settings.FIELD_ENCRYPTION_KEYS = (new,)
    assert ConsultRequest.objects.get().message == "x"
    assert all(event.bodies for event in OutboxEvent.objects.all())
