"""A database that goes away and comes back: nobody is told "received" in between, and nobody needs a restart."""

import json
from pathlib import Path

import pytest

from tests.committing.installation import Installation, ask, consult_request, get
from tests.committing.processes import run_module, wait_until

pytestmark = pytest.mark.processes

API = "/api/v1/consult-requests"


def test_a_request_that_cannot_be_stored_is_answered_so_with_the_phone_and_what_was_typed(
    installation: Installation,
) -> None:
    installation.start_web()
    before = installation.post(submission_key="k-1")
    get(installation.port, before.headers["Location"])

    with installation.database.away():
        answer = installation.post(submission_key="k-2", message="Since <spring>.")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "Your request was not received" in answer.text
    assert "tel:+12185550142" in answer.text
    assert "Since &lt;spring&gt;." in answer.text
    assert 'name="submission_key" value="k-2"' in answer.text
    assert installation.count("leads_consultrequest") == 1
    assert installation.post(submission_key="k-2", message="Since <spring>.").status == 303
    assert installation.count("leads_consultrequest") == 2


def test_the_api_says_so_too(installation: Installation) -> None:
    added = run_module("manage", "add_api_token", "--source", "spring-campaign", environment=installation.environment)
    headers = {"Authorization": f"Bearer {json.loads(added)['token']}", "Idempotency-Key": "k-1"}
    body = json.dumps(consult_request())
    installation.start_web()

    with installation.database.away():
        answer = ask(installation.port, "POST", API, body, headers)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "not received" in json.loads(answer.text)["detail"]
    assert ask(installation.port, "POST", API, body, headers).status == 201


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
