"""A database that goes away and comes back: visitors do not notice, and nobody needs a restart."""

import json
from pathlib import Path

import pytest

from tests.committing.installation import Installation, ask, consult_request, get
from tests.committing.processes import run_module, wait_until

pytestmark = pytest.mark.processes

API = "/api/v1/consult-requests"


def test_what_comes_while_the_database_is_away_is_received_and_brought_in_when_it_is_back(
    installation: Installation,
) -> None:
    added = run_module("manage", "add_api_token", "--source", "spring-campaign", environment=installation.environment)
    token = json.loads(added)["token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1", "Content-Type": "application/json"}
    body = json.dumps(consult_request())
    worker = installation.start_worker()
    wait_until((installation.spool / "doors.json").exists, what="the worker tells the doors what they need")
    installation.start_web()

    with installation.database.away():
        answer = installation.post(submission_key="k-1", message="Since <spring>.")
        thanks = get(installation.port, answer.headers["Location"])
        from_program = ask(installation.port, "POST", API, body, headers)
        ready = get(installation.port, "/readyz")
        wait_until(lambda: worker.said("database away"), what="the worker notices")
    wait_until(lambda: installation.count("leads_consultrequest") == 2, what="both requests are brought in")

    assert (answer.status, thanks.status, from_program.status, ready.status) == (303, 200, 201, 200)
    assert "tel:+12185550142" in thanks.text
    stored = installation.database.rows("SELECT source, id FROM leads_consultrequest ORDER BY id")
    assert [source for source, _ in stored] == ["form", "api"]
    assert json.loads(from_program.text)["id"].replace("-", "") == str(stored[1][1]).replace("-", "")
    assert ask(installation.port, "POST", API, body, headers).text == from_program.text
    assert installation.post(submission_key="k-1", message="Since <spring>.").status == 303
    assert installation.count("leads_consultrequest") == 2


def test_a_process_that_begins_while_the_database_is_locked_believes_no_less_of_it(installation: Installation) -> None:
    """Django asks SQLite whether it knows JSON in a transaction, and takes a lock for a no."""
    look = "from django.db import connection; print(connection.features.has_json_object_function)"

    with installation.database.away():
        said = run_module("manage", "shell", "--no-imports", "-c", look, environment=installation.environment)

    assert said.strip() == "True"


def test_a_request_that_can_be_stored_nowhere_is_answered_so_with_the_phone_and_what_was_typed(
    installation: Installation,
) -> None:
    run_module("manage", "work", "--once", environment=installation.environment)
    (installation.spool / "write.lock").mkdir()  # what no right to write is for others, it is for root too
    installation.start_web()

    with installation.database.away():
        answer = installation.post(submission_key="k-1", message="Since <spring>.")
        ready = get(installation.port, "/readyz")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "Your request was not received" in answer.text
    assert "tel:+12185550142" in answer.text
    assert "Since &lt;spring&gt;." in answer.text
    assert 'name="submission_key" value="k-1"' in answer.text
    # SQLite that cannot be written can still be read, and answers a question.
    assert ready.status == (200 if installation.database.url.startswith("sqlite") else 503)
    assert installation.count("leads_consultrequest") == 0
    wait_until(lambda: installation.post(submission_key="k-1").status == 303, what="the site sees it is back")
    assert installation.count("leads_consultrequest") == 1


def test_a_worker_goes_on_when_the_database_is_back(installation: Installation, tmp_path: Path) -> None:
    installation.start_web()
    worker = installation.start_worker()

    with installation.database.away():
        wait_until(lambda: worker.said("database away"), what="the worker notices")
    installation.post()
    (tmp_path / "gate").touch()
    installation.enqueue_job(tmp_path / "runs", gate=tmp_path / "gate")

    wait_until(lambda: len(installation.receiver.events) == 2, what="both events arrive")
    wait_until((tmp_path / "runs").exists, what="the job runs")
    assert worker.is_running
