"""A challenge of ours is solved once, in time, for one thing. Anything else that comes is no solution."""

import json
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import altcha
import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings.base import caches_from_url
from protection.proof_of_work import LIFETIME, ROUNDS, is_solved, new_challenge


@pytest.fixture(autouse=True)
def _quick_sums(monkeypatch: pytest.MonkeyPatch, clock: object) -> None:
    monkeypatch.setattr("protection.proof_of_work.ROUNDS", 1)


def solved(challenge: dict[str, Any]) -> str:
    found = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert found
    return altcha.Payload(altcha.Challenge.from_dict(challenge), found).to_base64()


def test_a_solution_counts_once_and_again_for_the_same_thing(now: datetime) -> None:
    solution = solved(new_challenge(at=now))

    assert is_solved(solution, used_for="one request")
    assert is_solved(solution, used_for="one request")
    assert not is_solved(solution, used_for="another request")


def test_a_solution_counts_until_the_challenge_expires(now: datetime, clock: Any) -> None:
    solution = solved(new_challenge(at=now))
    clock.shift(LIFETIME + timedelta(seconds=1))

    assert not is_solved(solution, used_for="one request")


def test_a_challenge_made_easier_is_none_of_ours(now: datetime) -> None:
    challenge = new_challenge(at=now)
    challenge["parameters"]["keyPrefix"] = ""

    assert not is_solved(solved(challenge), used_for="one request")


def test_a_cache_that_is_away_lets_a_solution_count(now: datetime, settings: Any) -> None:
    solution = solved(new_challenge(at=now))
    settings.CACHES = caches_from_url("redis://127.0.0.1:9/0")

    assert is_solved(solution, used_for="one request")


@pytest.mark.parametrize("solution", ["", "x", "e30=", "bnVsbA==", "W10=", "ü", "\x00", "A" * 10_000])
def test_anything_else_is_no_solution(solution: str) -> None:
    assert not is_solved(solution, used_for="one request")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200)
@given(parameters=JSON, signature=JSON, solution=JSON)
def test_no_json_breaks_the_check(parameters: Any, signature: Any, solution: Any) -> None:
    for made in ({"challenge": {"parameters": parameters, "signature": signature}, "solution": solution}, parameters):
        assert not is_solved(b64encode(json.dumps(made).encode()).decode(), used_for="one request")


def test_nothing_is_kept_of_what_was_not_ours(settings: Any) -> None:
    settings.CACHES = caches_from_url("")  # in memory, where the test can look
    cache.clear()

    is_solved("e30=", used_for="one request")

    assert not getattr(cache, "_cache", {})


def test_the_sum_costs_what_the_docs_say() -> None:
    assert ROUNDS == 5_000
