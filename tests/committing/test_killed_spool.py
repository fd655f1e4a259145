"""Kills while the database is away and while it comes back: what was answered "received" arrives once, in order."""

import http.client
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.committing.installation import Installation
from tests.committing.processes import wait_until

pytestmark = pytest.mark.processes

REQUESTS = 60


def senders(installation: Installation) -> list[str]:
    """In the order in which they were brought in."""
    rows = "SELECT full_name FROM leads_person ORDER BY created_at, id"
    return [name for (name,) in installation.database.rows(rows)]


def test_a_request_whose_answer_was_lost_is_in_the_spool_and_sent_again_it_is_one(installation: Installation) -> None:
    doomed = installation.start_web("tests.committing.dying_web:application")
    with installation.database.away():
        with pytest.raises((OSError, http.client.HTTPException)):
            installation.post(submission_key="k-1")
        doomed.kill()
        installation.start_web()
        assert installation.post(submission_key="k-1").status == 303

    installation.start_worker()
    wait_until(lambda: not list(installation.spool.glob("*.spool")), what="the spool is drained")

    assert installation.count("leads_consultrequest") == 1
    assert installation.count("leads_heldrequest") == 0


def test_workers_killed_while_they_drain_bring_everything_in_once_and_in_order(installation: Installation) -> None:
    installation.start_web()
    with installation.database.away():
        names = [f"Visitor {number:03d}" for number in range(REQUESTS)]
        # One after the other, so that there is an order; each in a lead of its own.
        with ThreadPoolExecutor(1) as visitors:
            statuses = list(visitors.map(lambda name: installation.post(full_name=name).status, names))
    assert statuses == [303] * REQUESTS

    doomed = installation.start_worker()
    wait_until(lambda: senders(installation), what="the worker is in the middle of it")
    doomed.kill()
    before = len(senders(installation))
    installation.start_worker()
    installation.start_worker()
    wait_until(lambda: not list(installation.spool.glob("*.spool")), what="the spool is drained")

    assert before < REQUESTS
    assert senders(installation) == names
    assert installation.count("leads_consultrequest") == REQUESTS
    assert installation.count("integrations_outboxevent") == 2 * REQUESTS
