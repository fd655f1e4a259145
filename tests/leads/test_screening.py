"""Too many at once: held back for a person, let through with a proof of work, and answered alike in any case."""

from collections.abc import Callable
from typing import Any

import altcha
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.settings.base import caches_from_url
from leads.models import ConsultRequest, HeldLead, Lead
from leads.screening import ADDRESS, CLINIC, EMAIL, PHONE
from sites.models import Clinic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings: Any, clock: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATELIMIT_ENABLE = True
    settings.TRUSTED_PROXIES = 0
    monkeypatch.setattr("protection.proof_of_work.ROUNDS", 1)


@pytest.fixture
def send(client: Client, clinic: Clinic) -> Callable[..., Any]:
    """Sends a request of somebody new, each from an address of its own unless told."""
    sent = 0

    def post(*, address: str = "", **values: str) -> Any:
        nonlocal sent
        sent += 1
        typed = {
            "clinic": clinic.slug,
            "full_name": f"Person {sent}",
            "email": f"person-{sent}@example.com",
            "message": "My back.",
        }
        peer = address or f"198.51.100.{sent}"
        return client.post("/consult-requests/", typed | values, REMOTE_ADDR=peer)

    return post


def ask(client: Client, *, address: str = "203.0.113.9", clinic: str = "duluth") -> Any:
    return client.get("/consult-requests/challenge", {"clinic": clinic}, REMOTE_ADDR=address)


def solution_of(response: Any) -> str:
    challenge = altcha.Challenge.from_dict(response.json())
    found = altcha.solve_challenge(challenge)
    assert found
    return altcha.Payload(challenge, found).to_base64()


def reasons() -> list[str]:
    return [lead.quarantine_reason for lead in HeldLead.objects.order_by("created_at", "pk")]


def test_many_from_one_address_are_taken_and_those_above_the_limit_wait_for_a_person(send: Callable[..., Any]) -> None:
    answers = [send(address="203.0.113.9").status_code for _ in range(ADDRESS.most + 2)]

    assert answers == [303] * (ADDRESS.most + 2)
    assert Lead.objects.count() == ADDRESS.most
    assert reasons() == ["address", "address"]


def test_nothing_is_asked_of_a_browser_until_the_limit_is_reached(client: Client, send: Callable[..., Any]) -> None:
    answers = []
    for _ in range(ADDRESS.most + 1):
        answers.append(ask(client).status_code)
        send(address="203.0.113.9")

    assert answers == [204] * ADDRESS.most + [200]
    assert ask(client, address="203.0.113.10").status_code == 204


def test_a_browser_that_does_the_sum_is_let_through(client: Client, send: Callable[..., Any]) -> None:
    for _ in range(ADDRESS.most):
        send(address="203.0.113.9")

    challenge = ask(client)
    send(address="203.0.113.9", altcha=solution_of(challenge))

    assert reasons() == []
    assert "no-store" in challenge["Cache-Control"]
    assert not challenge.cookies


def test_one_sum_lets_one_request_through(client: Client, send: Callable[..., Any]) -> None:
    for _ in range(ADDRESS.most):
        send(address="203.0.113.9")
    solution = solution_of(ask(client))

    send(address="203.0.113.9", altcha=solution)
    send(address="203.0.113.9", altcha=solution)

    assert reasons() == ["address"]


def test_the_same_request_sent_again_and_again_is_one(send: Callable[..., Any]) -> None:
    for _ in range(ADDRESS.most + 5):
        send(address="203.0.113.9", full_name="Jo", email="jo@example.com", submission_key="k-1")

    assert (ConsultRequest.objects.count(), reasons()) == (1, [])


@pytest.mark.parametrize(
    ("limit", "value"), [(EMAIL, {"email": "jo@example.com"}), (PHONE, {"phone": "(218) 555-0187", "email": ""})]
)
def test_many_with_one_phone_or_address_wait_for_a_person(
    send: Callable[..., Any], limit: Any, value: dict[str, str]
) -> None:
    answers = [send(**value).status_code for _ in range(limit.most + 1)]

    assert set(answers) == {303}
    assert reasons() == ["contact"]


def test_many_for_one_clinic_wait_and_another_clinic_is_not_touched(
    client: Client, send: Callable[..., Any], other_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leads.screening.CLINIC", CLINIC.__class__(CLINIC.group, "3/10m", CLINIC.reason, True))

    for _ in range(4):
        send()
    send(clinic=other_clinic.slug)

    assert reasons() == ["clinic"]
    assert ask(client).status_code == 200
    assert ask(client, clinic=other_clinic.slug).status_code == 204


def test_no_phone_and_no_address_of_mail_is_a_key_of_the_cache(send: Callable[..., Any], settings: Any) -> None:
    settings.CACHES = caches_from_url("")  # in memory, where the test can look

    send(email="jo@example.com", phone="(218) 555-0187")

    kept = repr(getattr(cache, "_cache", {}))
    assert "seen:" in kept
    for value in ("jo@example.com", "5550187"):
        assert value not in kept


def test_switched_off_there_are_no_limits_and_no_sums(client: Client, send: Callable[..., Any], settings: Any) -> None:
    settings.RATELIMIT_ENABLE = False

    answers = [send(address="203.0.113.9", email="jo@example.com").status_code for _ in range(25)]

    assert set(answers) == {303}
    assert reasons() == []
    assert ask(client).status_code == 204


def test_a_cache_that_is_away_holds_nobody_back(client: Client, send: Callable[..., Any], settings: Any) -> None:
    settings.CACHES = caches_from_url("redis://127.0.0.1:9/0")

    answers = [send(address="203.0.113.9").status_code for _ in range(ADDRESS.most + 2)]

    assert set(answers) == {303}
    assert reasons() == []
    assert ask(client).status_code == 204


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_X_FORWARDED_FOR",
        "HTTP_FORWARDED",
        "HTTP_X_REAL_IP",
        "HTTP_X_FORWARDED",
        "HTTP_FORWARDED_FOR",
        "HTTP_X_CLUSTER_CLIENT_IP",
        "HTTP_CLIENT_IP",
        "HTTP_X_CLIENT_IP",
        "HTTP_TRUE_CLIENT_IP",
        "HTTP_CF_CONNECTING_IP",
        "HTTP_FASTLY_CLIENT_IP",
        "HTTP_VIA",
        "HTTP_X_ORIGINATING_IP",
        "HTTP_X_REMOTE_ADDR",
    ],
)
@pytest.mark.parametrize(
    "form", ["{}", "for={}", 'for="[2001:db8::{n}]"', "{}, 10.0.0.1", "127.0.0.1, {}", "unknown,{}"]
)
def test_a_forged_address_is_not_counted(
    client: Client, clinic: Clinic, send: Callable[..., Any], header: str, form: str
) -> None:
    for number in range(3):
        client.defaults[header] = form.format(f"192.0.2.{number}", n=number)
        send(address="203.0.113.9")
        del client.defaults[header]

    from django.test import RequestFactory

    assert ADDRESS.count(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")) == 3


@pytest.mark.parametrize("forged", ["192.0.2.{n}", "192.0.2.{n}, 192.0.2.1{n}", "2001:db8::{n}", "{n}", '"'])
def test_behind_a_proxy_only_its_own_word_is_counted(
    client: Client, send: Callable[..., Any], settings: Any, forged: str
) -> None:
    from django.test import RequestFactory

    settings.TRUSTED_PROXIES = 1
    for number in range(3):
        client.defaults["HTTP_X_FORWARDED_FOR"] = forged.format(n=number) + ", 203.0.113.9"
        send(address="10.0.0.1")

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert ADDRESS.count(request) == 3


def test_the_answer_is_the_same_whether_a_request_waits_or_not(
    client: Client, clinic: Clinic, settings: Any, send: Callable[..., Any]
) -> None:
    settings.RATELIMIT_ENABLE = False
    send()  # fills caches of content types

    def answer(**values: str) -> tuple[int, str, dict[str, str], bytes, int]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = send(phone="(218) 555-0187", **values)
        headers = {name: value for name, value in response.items() if name not in {"X-Request-ID", "Expires", "Date"}}
        page = client.get(response["Location"]).content
        return response.status_code, response["Location"], headers, page, len(queries)

    taken, held = answer(), answer(website="https://spam.example.com")

    assert taken[:4] == held[:4]
    assert len(reasons()) == 1
    # What is announced is written too; nothing else sets the two apart.
    assert 0 <= taken[4] - held[4] <= 3
