"""A call service sends twice, at once, out of order, and to a process that dies: a call is one call."""

import http.client
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.committing.installation import Installation, ask
from tests.committing.processes import run_module, wait_until

pytestmark = pytest.mark.processes

ONE_CALL = {
    "leads_lead": 1,
    "leads_person": 1,
    "leads_call": 1,
    "leads_leadevent": 1,
    "integrations_outboxevent": 2,
    "integrations_delivery": 2,
}
CALL = {"call_id": "CA-17", "clinic": "duluth", "from": "+12185550187"}
STATES: list[dict[str, object]] = [{}, {"outcome": "answered"}, {"outcome": "answered", "duration_seconds": 147}]


@pytest.fixture
def tell(installation: Installation) -> Callable[..., int]:
    """Tells of a call as a service would; returns the answer's status, or raises where none comes."""
    arguments = ("add_api_token", "--source", "call-service")
    token = json.loads(run_module("manage", *arguments, environment=installation.environment))["token"]
    # Of today, whenever that is: a call of years ago is a mistake.
    started_at = installation.database.rows("SELECT created_at FROM leads_apitoken")[0][0]
    started_at = f"{started_at}".replace(" ", "T")[:19] + "Z"

    def tell(**values: object) -> int:
        body = json.dumps(CALL | {"started_at": started_at} | values)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        return ask(installation.port, "POST", "/api/v1/calls", body, headers).status

    return tell


def stored(installation: Installation) -> dict[str, int]:
    return {table: installation.count(table) for table in ONE_CALL}


def at_once(tellings: list[Callable[[], int]]) -> list[int]:
    together = threading.Barrier(len(tellings))

    def run(telling: Callable[[], int]) -> int:
        together.wait()
        return telling()

    with ThreadPoolExecutor(len(tellings)) as services:
        return list(services.map(run, tellings))


def test_twenty_reports_of_one_call_at_once_are_one_call(installation: Installation, tell: Callable[..., int]) -> None:
    installation.start_web()

    statuses = at_once([lambda: tell(outcome="missed", duration_seconds=12)] * 20)

    assert statuses == [201] * 20
    assert stored(installation) == ONE_CALL


def test_the_states_of_a_call_told_at_once_in_any_order_are_one_call(
    installation: Installation, tell: Callable[..., int]
) -> None:
    installation.start_web()

    statuses = at_once([lambda state=state: tell(**state) for state in STATES * 6])  # type: ignore[misc]

    assert statuses == [201] * 18
    counted = stored(installation)
    assert (counted["leads_lead"], counted["leads_leadevent"]) == (1, 1)
    latest = installation.database.rows("SELECT state FROM leads_call ORDER BY sequence DESC LIMIT 1")[0][0]
    assert latest == "finished"


def test_calls_of_one_new_caller_at_once_are_one_lead(installation: Installation, tell: Callable[..., int]) -> None:
    installation.start_web()

    statuses = at_once([lambda number=number: tell(call_id=f"CA-{number}") for number in range(10)])  # type: ignore[misc]

    assert statuses == [201] * 10
    counted = stored(installation)
    assert (counted["leads_lead"], counted["leads_call"], counted["leads_leadevent"]) == (1, 10, 10)


def test_a_call_whose_answer_was_lost_is_stored_once_when_told_again(
    installation: Installation, tell: Callable[..., int]
) -> None:
    doomed = installation.start_web("tests.committing.dying_web:application")
    with pytest.raises((OSError, http.client.HTTPException)):
        tell(outcome="missed", duration_seconds=12)
    doomed.kill()
    assert stored(installation) == ONE_CALL

    installation.start_web()

    assert tell(outcome="missed", duration_seconds=12) == 201
    assert stored(installation) == ONE_CALL


def test_a_call_cut_short_before_its_commit_leaves_nothing_and_can_be_told_again(
    installation: Installation, tell: Callable[..., int]
) -> None:
    doomed = installation.start_web()
    assert tell(call_id="CA-16", **{"from": ""}) == 201, "the token's first use of the day writes, and is past"
    before = stored(installation)
    with installation.database.stuck_before_commit(), ThreadPoolExecutor(1) as service:
        cut_short = service.submit(tell)
        wait_until(lambda: installation.database.waits_for_lock, what="the call is in its transaction")
        doomed.kill()
        assert isinstance(cut_short.exception(timeout=90), OSError | http.client.HTTPException)
    assert stored(installation) == before

    installation.start_web()

    assert tell() == 201
    assert installation.count("leads_call") == 2
