"""People for programs: read up to a class, corrected on the latest look, with the old values kept and encrypted."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from integrations.models import Delivery, OutboxEvent
from leads.models import Lead, LeadEvent, Person
from sites.models import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WORK = ("--scope", "people:read", "--scope", "people:write")


@pytest.fixture
def worker(make_token: Callable[..., str], clinic: Clinic) -> str:
    return make_token("--clinic", clinic.slug, *WORK, "--data-class", "contact", source="crm-sync")


@pytest.fixture
def lead(make_lead: Callable[..., Lead], clinic: Clinic) -> Lead:
    return make_lead(clinic)


def get(client: Client, token: str, person_id: Any) -> Any:
    return client.get(f"/api/v1/people/{person_id}", headers={"Authorization": f"Bearer {token}"})


def change(client: Client, token: str, person_id: Any, body: Any, *, if_match: str | None = None) -> Any:
    if if_match is None:
        if_match = get(client, token, person_id).headers.get("ETag", '"none"')
    return client.patch(
        f"/api/v1/people/{person_id}",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "If-Match": if_match},
    )


def test_a_number_is_corrected_and_the_old_one_kept_encrypted(
    client: Client, worker: str, lead: Lead, make_lead: Callable[..., Lead]
) -> None:
    response = change(client, worker, lead.person_id, {"phone": "(218) 555-0123 ext. 4"})

    assert response.status_code == 200, response.content
    assert (response.json()["phone"], response.json()["phone_extension"]) == ("+12185550123", "4")
    entry = lead.events.get(kind=LeadEvent.Kind.PERSON_CHANGED)
    assert entry.data == {"changed": ["phone", "phone_extension"], "door": "api", "source": "crm-sync"}
    assert "+12185550187 → +12185550123" in entry.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM leads_leadevent WHERE kind = 'person_changed'")
        assert "5550187" not in cursor.fetchone()[0]
    event = OutboxEvent.objects.get(type="person.updated")
    assert event.bodies["contact"]["phone"] == "+12185550123"
    assert not Delivery.objects.filter(event=event, channel="email_staff").exists()


def test_the_same_again_changes_and_announces_nothing(client: Client, worker: str, lead: Lead) -> None:
    for _ in range(2):
        assert change(client, worker, lead.person_id, {"email": "JO@new.example.com"}).status_code == 200

    assert OutboxEvent.objects.filter(type="person.updated").count() == 1


def test_a_change_on_an_old_look_is_refused_with_what_is_there_now(client: Client, worker: str, lead: Lead) -> None:
    seen = get(client, worker, lead.person_id)["ETag"]
    assert change(client, worker, lead.person_id, {"full_name": "Ana Marlowe"}, if_match=seen).status_code == 200

    response = change(client, worker, lead.person_id, {"full_name": "Zoe Marlowe"}, if_match=seen)

    told = response.json()
    assert (response.status_code, told["current"]["full_name"]) == (412, "Ana Marlowe")
    assert told["last_change"]["by"] == {"kind": "api", "source": "crm-sync"}
    assert Person.objects.get().full_name == "Ana Marlowe"


def test_a_token_shows_what_it_may_read_and_its_etag_gives_nothing_away(
    client: Client, make_token: Callable[..., str], lead: Lead
) -> None:
    token = make_token(*WORK)

    response = change(client, token, lead.person_id, {"full_name": "Ana Marlowe"})

    assert response.status_code == 200
    assert set(response.json()) == {"id", "clinic", "leads", "merged_into", "created_at", "erased_at"}
    stale = change(client, token, lead.person_id, {"full_name": "Zoe"}, if_match='"old"')
    assert "Marlowe" not in stale.content.decode()


def test_another_clinics_person_and_one_in_quarantine_are_not_there(
    client: Client, worker: str, make_lead: Callable[..., Lead], clinic: Clinic, other_clinic: Clinic
) -> None:
    for hidden in (make_lead(other_clinic), make_lead(clinic, quarantine_reason="honeypot")):
        assert get(client, worker, hidden.person_id).status_code == 404
        assert change(client, worker, hidden.person_id, {"full_name": "Ana"}, if_match='"x"').status_code == 404


def test_a_person_that_was_merged_says_into_whom(
    client: Client, worker: str, make_lead: Callable[..., Lead], clinic: Clinic
) -> None:
    kept, merged = make_lead(clinic), make_lead(clinic)
    Person.objects.filter(pk=merged.person_id).update(merged_into=kept.person)

    assert get(client, worker, merged.person_id).json()["merged_into"] == {"id": str(kept.person_id)}
    response = change(client, worker, merged.person_id, {"full_name": "Ana"})
    assert (response.status_code, response.json()["type"]) == (409, "urn:carefront:problem:person-merged")


BAD: dict[str, tuple[Any, int]] = {
    "no JSON": ("{", 400),
    "deep": ("[" * 100_000, 400),
    "a number": ({"phone": 2185550123}, 400),
    "null": ({"email": None}, 400),
    "a list": ({"full_name": ["Jo"]}, 400),
    "half a character": ('{"full_name":"\\ud83d"}', 400),
    "nothing": ({}, 422),
    "an unknown field": ({"message": "My back."}, 422),
    "the clinic": ({"clinic": "ashland"}, 422),
    "no name": ({"full_name": " "}, 422),
    "a long name": ({"full_name": "J" * 201}, 422),
    "a null byte": ({"full_name": "Jo\x00"}, 422),
    "a line break": ({"full_name": "Jo\nBcc: x"}, 422),
    "no address": ({"email": "nobody"}, 422),
    "no number": ({"phone": "12"}, 422),
    "no way left": ({"email": "", "phone": ""}, 422),
    "another wish": ({"preferred_contact": "pigeon"}, 422),
    "another language": ({"language": "xx"}, 422),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_change_is_refused_and_changes_nothing(client: Client, worker: str, lead: Lead, name: str) -> None:
    body, status = BAD[name]
    before = Person.objects.values().get()

    response = change(client, worker, lead.person_id, body)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    assert Person.objects.values().get() == before


def test_who_reads_health_has_an_agreement_on_file(make_token: Callable[..., str]) -> None:
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="agreement"):
        make_token(*WORK, "--data-class", "health")
    make_token(*WORK, "--data-class", "health", "--agreement-on-file")
