"""Which pages of others may hand in requests from a visitor's browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from leads.models import ApiToken, ConsultRequest
from protection.limits import RATE_BY_ACTION

pytestmark = pytest.mark.django_db

PAGE = "https://landing.example.com"
OTHER_PAGE = "https://other.example.com"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def page_token(make_token: Callable[..., str], clinic: object) -> str:
    return make_token("--clinic", "duluth", "--origin", PAGE, source="landing-page")


def preflight(client: Client, origin: str, path: str = "/api/v1/consult-requests") -> Any:
    return client.options(
        path,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        },
    )


def send(client: Client, token: str, origin: str | None, *, key: str = "k-1", **values: str) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.post(
        "/api/v1/consult-requests",
        json.dumps({"full_name": "Jo Marlowe", "email": "jo@example.com"} | values),
        content_type="application/json",
        headers=headers | ({"Origin": origin} if origin else {}),
    )


def test_a_page_that_a_token_names_may_ask_and_send_and_read_the_answer(client: Client, page_token: str) -> None:
    asked = preflight(client, PAGE)
    sent = send(client, page_token, PAGE)

    assert (asked.status_code, asked[ALLOW]) == (204, PAGE)
    assert asked["Access-Control-Allow-Headers"] == "Authorization, Content-Type, Idempotency-Key"
    assert (sent.status_code, sent[ALLOW]) == (201, PAGE)
    for answer in (asked, sent):
        assert "Origin" in answer["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    "origin", [OTHER_PAGE, "null", "*", "http://landing.example.com", f"{PAGE}:8443", f"{PAGE}.evil.example", ""]
)
def test_other_pages_get_no_word(client: Client, page_token: str, origin: str) -> None:
    assert ALLOW in preflight(client, PAGE), "of the page itself the same is answered"

    asked = preflight(client, origin)

    assert ALLOW not in asked
    assert "Origin" in asked["Vary"], "a cache must not give one page the answer of another"


def test_a_refusal_can_be_read_by_the_page_too(client: Client, page_token: str) -> None:
    refused = send(client, page_token, PAGE, email="nobody")

    assert (refused.status_code, refused[ALLOW]) == (422, PAGE)


def test_a_token_of_one_page_does_not_serve_another(
    client: Client, page_token: str, make_token: Callable[..., str]
) -> None:
    other = make_token("--clinic", "duluth", "--origin", OTHER_PAGE, source="other-page")
    assert send(client, other, OTHER_PAGE).status_code == 201

    foreign = send(client, page_token, OTHER_PAGE)

    assert foreign.status_code == 403
    assert ConsultRequest.objects.count() == 1


def test_a_server_may_use_any_token_and_gets_no_header(client: Client, token: str, page_token: str) -> None:
    for each in (token, page_token):
        answer = send(client, each, None)
        assert answer.status_code == 201
        assert ALLOW not in answer
    assert ALLOW not in send(client, token, PAGE, key="k-2"), "a server's token is for no page"


def test_a_revoked_tokens_page_is_a_stranger(client: Client, page_token: str) -> None:
    assert ALLOW in preflight(client, PAGE)
    for token in ApiToken.objects.all():
        token.revoke(at=token.created_at)

    assert ALLOW not in preflight(client, PAGE)
    assert send(client, page_token, PAGE).status_code == 401


def test_a_preflight_is_answered_while_the_database_is_away(client: Client, page_token: str) -> None:
    preflight(client, PAGE)

    def gone(*args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        asked, stranger = preflight(client, PAGE), preflight(client, OTHER_PAGE)

    assert asked[ALLOW] == PAGE
    assert ALLOW not in stranger


def test_calls_are_for_no_page(client: Client, page_token: str) -> None:
    told = client.post(
        "/api/v1/calls",
        {"call_id": "1", "clinic": "duluth", "started_at": "2026-03-04T15:58:00Z"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {page_token}"},
    )

    assert told.status_code == 403
    assert ALLOW not in preflight(client, PAGE, "/api/v1/calls")


def test_a_pages_token_is_limited_as_the_form_is(
    client: Client, token: str, page_token: str, settings: Any, clock: object
) -> None:
    settings.RATELIMIT_ENABLE = True
    rate = int(RATE_BY_ACTION["consult-request"].partition("/")[0])

    statuses = [send(client, page_token, PAGE).status_code for _ in range(rate + 1)]

    assert statuses == [201] * rate + [429]
    assert send(client, token, None).status_code == 201, "a server's visitors come from one address"
