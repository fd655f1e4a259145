"""The JSON door: the same rules as the form, for programs."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.api.guards import LARGEST_BODY
from leads.models import ConsultRequest, Lead
from protection.limits import RATE_BY_ACTION
from sites.models import Clinic, ConsultForm, ConsultQuestion

pytestmark = pytest.mark.django_db

BODY = {"clinic": "duluth", "full_name": "Jo Marlowe", "email": "jo@example.com", "consent_sms": True}


def send(
    client: Client,
    token: str,
    body: Any = None,
    *,
    key: str = "k-1",
    content_type: str = "application/json",
    **headers: str,
) -> Any:
    return client.post(
        "/api/v1/consult-requests",
        body if isinstance(body, str) else json.dumps(BODY if body is None else body),
        content_type=content_type,
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
        (" ", 400),
        ('"Jo"', 400),
        ({"full_name": ["Jo"]}, 400),
        ({"full_name": None}, 400),
        (BODY | {"consent_sms": "perhaps"}, 400),
        (BODY | {"question_how_long": {"a": 1}}, 400),
        (BODY | {"gclid": 5}, 400),
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
    assert response["Content-Type"] == "application/problem+json"
    assert "Marlowe" not in response.content.decode(), "what was sent is not repeated"
    assert not ConsultRequest.objects.exists()


@pytest.mark.parametrize("wrong", ["", "cft_unknown", "ключ"])
def test_without_a_valid_token_nobody_gets_in(client: Client, clinic: Clinic, token: str, wrong: str) -> None:
    assert send(client, token).status_code == 201, "with the token the same request is taken"

    response = send(client, wrong, key="k-2")

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response["Content-Type"] == "application/problem+json"
    assert ConsultRequest.objects.count() == 1


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_is_asked_for(client: Client, token: str, key: str) -> None:
    assert send(client, token, key="k" * 200).status_code == 201, "with the longest key the same request is taken"

    response = send(client, token, key=key)

    assert response.status_code == 400
    assert "Idempotency-Key" in response.json()["errors"]


def test_a_key_is_one_tokens_own(client: Client, token: str, make_token: Callable[..., str]) -> None:
    first = send(client, token).json()["id"]
    second = send(client, make_token(source="autumn-campaign"), BODY | {"full_name": "Ana Marlowe"}).json()["id"]

    assert first != second


def test_values_that_are_wrong_are_named_by_field(client: Client, token: str) -> None:
    response = send(client, token, {"email": "nobody"})

    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"full_name", "email"}


def test_a_body_too_large_to_be_a_request_is_refused_unread(client: Client, token: str) -> None:
    response = send(client, token, BODY | {"message": "x" * LARGEST_BODY})

    assert response.status_code == 413


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_is_not_said_to_be_json_is_refused(client: Client, token: str, content_type: str) -> None:
    """Also so that no page can send without a preflight."""
    assert send(client, token, content_type="application/json; charset=utf-8").status_code == 201

    assert send(client, token, content_type=content_type, key="k-2").status_code == 415


def test_the_longest_request_of_all_fits(client: Client, token: str) -> None:
    answers = {f"question_{number}": "\u00f1" * 2_000 for number in range(40)}

    assert send(client, token, BODY | answers | {"message": "\u00f1" * 5_000}).status_code == 201


def test_the_questions_of_a_forms_own_are_answered_by_name(client: Client, clinic: Clinic, token: str) -> None:
    definition = ConsultForm.objects.create(name="Long form", clinic=clinic)
    ConsultQuestion.objects.create(form=definition, key="how_long", question="How long?")
    ConsultQuestion.objects.create(form=definition, key="tried", question="What did you try?", kind="several")

    response = send(
        client,
        token,
        BODY
        | {"consult_form": str(definition.pk), "question_how_long": "Two years", "question_tried": ["Rest", "Sport"]},
    )

    assert response.status_code == 201
    answers = {each["question"]: each["answer"] for each in ConsultRequest.objects.get().answers}
    assert answers == {"How long?": "Two years", "What did you try?": "Rest\nSport"}


def test_where_a_visitor_came_from_is_taken_as_an_object(client: Client, token: str) -> None:
    touch = {"landing_page": "/spring/", "referrer_host": "search.example", "utm_source": "leaflet"}

    response = send(client, token, BODY | {"last_touch": touch | {"cookie": "x"}})

    assert response.status_code == 201
    assert ConsultRequest.objects.get().attribution == {"last": touch}


def test_a_filled_honeypot_gets_the_same_answer_and_is_held_back(client: Client, token: str) -> None:
    assert send(client, token, BODY | {"website": "http://spam.example"}).status_code == 201
    assert not Lead.objects.exists()


def test_over_the_rate_is_a_problem_with_the_seconds_to_wait(
    client: Client, token: str, settings: Any, clock: object
) -> None:
    settings.RATELIMIT_ENABLE = True
    rate = int(RATE_BY_ACTION["api"].partition("/")[0])
    for _ in range(rate):
        send(client, "cft_wrong")

    response = send(client, token)

    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert int(response["Retry-After"]) > 0


def test_a_database_that_is_away_is_answered_not_received(client: Client, token: str) -> None:
    def gone(*args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        response = send(client, token)

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert int(response["Retry-After"]) > 0


@pytest.mark.parametrize("scope", [["--clinic", "duluth"], []], ids=["of one clinic", "of the network"])
def test_a_request_costs_at_most_fourteen_statements_with_its_token(
    client: Client, clinic: Clinic, make_token: Callable[..., str], scope: list[str]
) -> None:
    token = make_token(*scope)
    send(client, token)  # the first of the day notes the day

    with CaptureQueriesContext(connection) as captured:
        response = send(client, token, BODY | {"phone": "(218) 555-0187"}, key="k-2")

    assert response.status_code == 201
    # Where a test has its own transaction around everything, the request's begins and ends as a savepoint.
    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= 14, statements


def test_an_answer_is_kept_by_nobody(client: Client, token: str) -> None:
    assert "no-store" in send(client, token)["Cache-Control"]
    assert "no-store" in send(client, "cft_wrong")["Cache-Control"]
