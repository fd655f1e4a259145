"""The proof of `bench/zero_loss.py`, short: what was answered "received" is stored, once and whole."""

import pytest

from bench.cluster import NoServerPrograms
from bench.zero_loss import is_proof, kept_the_promise, measure
from config.env import environment

pytestmark = pytest.mark.processes

DATABASE = "postgresql" if environment().database_url.startswith("postgres") else "sqlite"


def measured(*, broken: bool = False) -> dict[str, object]:
    try:
        return measure(database=DATABASE, seconds=6, writers=3, pace=0.05, broken=broken)
    except NoServerPrograms as missing:
        pytest.skip(str(missing))


def test_what_was_answered_received_is_stored_once_and_whole_after_any_number_of_kills() -> None:
    figures = measured()

    assert kept_the_promise(figures), figures


@pytest.mark.skipif(DATABASE == "sqlite", reason="SQLite lives in the killed process and its writes in the kernel")
def test_a_database_that_answers_before_it_writes_is_caught_losing() -> None:
    figures = measured(broken=True)

    assert is_proof(figures)
    assert figures["lost"], figures
