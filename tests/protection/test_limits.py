"""How often one address may post, and that nobody is turned away because a cache is."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.settings.base import caches_from_url
from protection.limits import RATE_BY_ACTION, limited

pytestmark = pytest.mark.django_db  # the refusing page shows a phone number

LIMIT = int(RATE_BY_ACTION["newsletter"].partition("/")[0])


@limited("newsletter")
def subscribe(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def post(address: str = "203.0.113.9") -> HttpResponse:
    return subscribe(RequestFactory().post("/", REMOTE_ADDR=address))


@pytest.fixture(autouse=True)
def _limits(settings: Any, clock: object) -> None:
    settings.RATELIMIT_ENABLE = True
    settings.TRUSTED_PROXIES = 0


def test_one_over_the_rate_is_answered_429_with_the_seconds_to_wait() -> None:
    answers = [post() for _ in range(LIMIT + 1)]

    assert [answer.status_code for answer in answers] == [200] * LIMIT + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 600


def test_who_waits_as_told_is_taken_again(clock: Any) -> None:
    answers = [post() for _ in range(LIMIT + 1)]
    clock.shift(int(answers[-1]["Retry-After"]) + 6)  # the counter outlives its window by five seconds

    assert post().status_code == 200


def test_another_address_has_a_count_of_its_own() -> None:
    for _ in range(LIMIT):
        post()

    assert post("203.0.113.10").status_code == 200
    assert post().status_code == 429


def test_a_household_on_ipv6_is_one_address() -> None:
    for number in range(LIMIT):
        post(f"2001:db8:1:2::{number:x}")

    assert post("2001:db8:1:2:ffff::1").status_code == 429
    assert post("2001:db8:1:3::1").status_code == 200


def test_reading_is_not_counted() -> None:
    for _ in range(LIMIT + 1):
        subscribe(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9"))

    assert post().status_code == 200


def test_switched_off_nothing_is_counted(settings: Any) -> None:
    settings.RATELIMIT_ENABLE = False

    assert {post().status_code for _ in range(LIMIT + 1)} == {200}


def test_a_cache_that_is_away_turns_nobody_away(settings: Any) -> None:
    settings.CACHES = caches_from_url("redis://127.0.0.1:9/0")  # nothing listens on the discard port

    assert {post().status_code for _ in range(LIMIT + 1)} == {200}
