"""The JSON door: the same rules as the form, for programs."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from leads.models import ConsultRequest, Lead
from sites.models import Clinic

pytestmark = pytest.mark.django_db

BODY = {"clinic": "duluth", "full_name": "Jo Marlowe", "email": "jo@example.com", "consent_sms": True}


@pytest.fixture
def token(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("add_api_token", "--source", "spring-campaign", "--clinic", clinic.slug)
    return str(json.loads(capsys.readouterr().out)["token"])


def send(client: Client, token: str, body: Any = None, *, key: str = "k-1") -> Any:
    return client.post(
        "/api/v1/consult-requests",
        body if isinstance(body, str) else json.dumps(BODY if body is None else body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def test_a_request_is_stored_as_a_lead_and_answered_with_its_id(client: Client, token: str) -> None:
    response = send(client, token)

    assert response.status_code == 201
    stored = ConsultRequest.objects.get()
    assert response.json() == {"id": str(stored.pk), "status": "received"}
    assert (stored.source, stored.lead.clinic.slug) == ("api", "duluth")
    assert stored.consents.get(purpose="sms").granted


def test_the_same_key_and_body_get_the_same_answer_and_nothing_new(client: Client, token: str) -> None:
    assert send(client, token).json() == send(client, token).json()
    assert Lead.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(client: Client, token: str) -> None:
    send(client, token)

    response = send(client, token, BODY | {"full_name": "Ana Marlowe"})

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert ConsultRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        ({"full_name": ["Jo"]}, 400),
        (BODY | {"message": "\ud83d"}, 400),
        (BODY | {"email": ""}, 422),
        (BODY | {"clinic": "ashland"}, 422),
        (BODY | {"clinic": "\x00"}, 422),
    ],
)
def test_a_bad_body_is_refused_and_nothing_is_stored(
    client: Client, token: str, other_clinic: Clinic, body: Any, status: int
) -> None:
    response = send(client, token, body)

    assert response.status_code == status
    assert not ConsultRequest.objects.exists()


@pytest.mark.parametrize("wrong", ["", "cft_unknown", "ключ"])
def test_without_a_valid_token_nobody_gets_in(client: Client, clinic: Clinic, token: str, wrong: str) -> None:
    assert send(client, token).status_code == 201, "with the token the same request is taken"

    response = send(client, wrong, key="k-2")

    assert response.status_code == 401
    assert ConsultRequest.objects.count() == 1


def test_a_key_is_asked_for(client: Client, token: str) -> None:
    assert send(client, token, key="").status_code == 400
