"""The web process may die at any moment: what it said stays true, and sending again is safe."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.committing.installation import Installation
from tests.committing.processes import wait_until

pytestmark = pytest.mark.processes

ONE_REQUEST = {
    "leads_lead": 1,
    "leads_person": 1,
    "leads_consultrequest": 1,
    "leads_consentrecord": 2,
    "leads_leadevent": 1,
    "integrations_outboxevent": 2,
    "integrations_delivery": 2,
}


def stored(installation: Installation) -> dict[str, int]:
    return {table: installation.count(table) for table in ONE_REQUEST}


def test_a_request_whose_answer_was_lost_is_stored_once_when_sent_again(installation: Installation) -> None:
    doomed = installation.start_web("tests.committing.dying_web:application")
    with pytest.raises((OSError, http.client.HTTPException)):
        installation.post(submission_key="k-1")
    doomed.kill()
    assert stored(installation) == ONE_REQUEST

    installation.start_web()
    answer = installation.post(submission_key="k-1")

    assert answer.status == 303
    assert stored(installation) == ONE_REQUEST


def test_a_request_cut_short_before_its_commit_leaves_nothing_and_can_be_sent_again(installation: Installation) -> None:
    doomed = installation.start_web()
    with installation.database.stuck_before_commit(), ThreadPoolExecutor(1) as visitor:
        cut_short = visitor.submit(installation.post, submission_key="k-1")
        wait_until(lambda: installation.database.waits_for_lock, what="the request is in its transaction")
        doomed.kill()
        assert isinstance(cut_short.exception(timeout=90), OSError | http.client.HTTPException)
    assert set(stored(installation).values()) == {0}

    installation.start_web()
    answer = installation.post(submission_key="k-1")

    assert answer.status == 303
    assert stored(installation) == ONE_REQUEST


@pytest.mark.parametrize("values", [{"submission_key": "k-1"}, {}], ids=["with a key", "without one"])
def test_twenty_at_once_are_one_request(installation: Installation, values: dict[str, str]) -> None:
    installation.start_web()
    together = threading.Barrier(20)

    def send(_: int) -> int:
        together.wait()
        return installation.post(**values).status

    with ThreadPoolExecutor(20) as visitors:
        statuses = list(visitors.map(send, range(20)))

    assert statuses == [303] * 20
    assert stored(installation) == ONE_REQUEST
