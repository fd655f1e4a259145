"""A worker may die at any moment, and may be asked to stop at any other."""

from pathlib import Path

import pytest

from tests.committing.installation import Installation
from tests.committing.processes import wait_until

pytestmark = pytest.mark.processes


def test_a_delivery_cut_short_by_a_kill_arrives_again_under_the_same_id(installation: Installation) -> None:
    receiver = installation.receiver
    installation.start_web()
    worker = installation.start_worker()
    receiver.hold()
    installation.post()
    wait_until(lambda: receiver.ids("lead.created"), what="the first try reaches the receiver")

    worker.kill()
    receiver.answer()
    installation.start_worker()

    wait_until(lambda: undelivered(installation) == 0, what="everything is delivered")
    first_id = receiver.ids("lead.created")[0]
    assert receiver.ids("lead.created") == [first_id, first_id]
    tries = "SELECT reason FROM integrations_deliveryattempt WHERE NOT succeeded"
    assert {row[0] for row in installation.database.rows(tries)} == {"the worker was killed"}


def test_a_worker_beside_the_killed_one_takes_over_without_a_restart(installation: Installation) -> None:
    receiver = installation.receiver
    installation.start_web()
    doomed = installation.start_worker()
    receiver.hold()
    installation.post()
    wait_until(lambda: len(receiver.events) == 2, what="both events are in the first worker's hands")
    installation.start_worker()

    doomed.kill()
    receiver.answer()

    wait_until(lambda: undelivered(installation) == 0, what="everything is delivered")
    assert [receiver.ids(kind)[0] for kind in EVENTS] == [receiver.ids(kind)[-1] for kind in EVENTS]
    assert len(receiver.events) == 4


def test_a_job_cut_short_by_a_kill_runs_again(installation: Installation, tmp_path: Path) -> None:
    runs, gate = tmp_path / "runs", tmp_path / "gate"
    worker = installation.start_worker()
    installation.enqueue_job(runs, gate=gate)
    wait_until(lambda: lines(runs) == [str(worker.pid)], what="the job starts")

    worker.kill()
    gate.touch()
    successor = installation.start_worker()

    wait_until(lambda: job_states(installation) == ["SUCCESSFUL"], what="the job ends")
    assert lines(runs) == [str(worker.pid), str(successor.pid)]


def test_a_job_of_a_rolled_back_transaction_never_runs(installation: Installation, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    installation.start_worker()

    installation.enqueue_job(tmp_path / "rolled-back", gate=gate, rolled_back=True)
    installation.enqueue_job(tmp_path / "committed", gate=gate)

    wait_until(lambda: job_states(installation) == ["SUCCESSFUL"], what="the later job ends, and is the only one")
    assert (tmp_path / "committed").exists()
    assert not (tmp_path / "rolled-back").exists()


def test_a_worker_asked_to_stop_finishes_what_it_holds_and_leaves_nobody(
    installation: Installation, tmp_path: Path
) -> None:
    receiver, gate = installation.receiver, tmp_path / "gate"
    installation.start_web()
    worker = installation.start_worker()
    receiver.hold()
    installation.post()
    installation.enqueue_job(tmp_path / "runs", gate=gate)
    wait_until(lambda: len(receiver.events) == 2 and lines(tmp_path / "runs"), what="deliveries and job are in hand")

    worker.ask_to_stop()
    wait_until(lambda: worker.said("worker finishes what it holds"), what="the worker hears it")
    assert worker.is_running
    receiver.answer()
    gate.touch()

    assert worker.exit_code() == 0
    assert not worker.has_children_left
    assert (undelivered(installation), len(receiver.events)) == (0, 2)
    assert job_states(installation) == ["SUCCESSFUL"]


EVENTS = ("lead.created", "consult_request.received")


def undelivered(installation: Installation) -> int:
    """Deliveries that wait; -1 while there are none at all."""
    states = [row[0] for row in installation.database.rows("SELECT state FROM integrations_delivery")]
    return sum(state != "delivered" for state in states) if states else -1


def job_states(installation: Installation) -> list[str]:
    return [row[0] for row in installation.database.rows("SELECT status FROM django_ox_oxtask")]


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []
