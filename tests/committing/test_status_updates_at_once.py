"""A CRM sends one update many times at once: it has one effect."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from integrations.signatures import sign
from tests.committing.installation import Answer, Installation, ask
from tests.committing.processes import run_module
from tests.committing.test_calls_at_once import at_once

pytestmark = pytest.mark.processes


@pytest.fixture
def told(installation: Installation) -> Callable[[], Answer]:
    """Sends one and the same message that moves a lead which just came in."""
    arguments = ("add_endpoint", "--url", "http://127.0.0.1:9/in")
    made = json.loads(run_module("manage", *arguments, environment=installation.environment))
    installation.start_web()
    assert installation.post().status == 303
    lead, here = installation.database.rows("SELECT id, stage_id FROM leads_lead")[0]
    there = installation.database.rows(f"SELECT slug FROM leads_stage WHERE kind = 'open' AND id <> {here}")[0][0]
    at = datetime.now(UTC)
    body = json.dumps(
        {"type": "lead.stage_changed", "timestamp": at.isoformat(), "data": {"id": str(lead), "stage": there}}
    )
    headers = sign(body.encode(), secrets=[made["secret"]], message_id="one", sent_at=at)
    headers["Content-Type"] = "application/json"
    return lambda: ask(installation.port, "POST", f"/hooks/{made['id']}/", body, headers)


def moves(installation: Installation) -> int:
    count: int = installation.database.rows("SELECT count(*) FROM leads_leadevent WHERE kind = 'stage_changed'")[0][0]
    return count


def test_twenty_messages_of_one_id_at_once_have_one_effect(
    installation: Installation, told: Callable[[], Answer]
) -> None:
    answers: list[str] = []

    def tell() -> int:
        answer = told()
        answers.append(answer.text)
        return answer.status

    statuses = at_once([tell] * 20)

    assert statuses == [200] * 20, answers
    assert {json.loads(text)["status"] for text in answers} == {"applied"}
    assert (moves(installation), installation.count("leads_inboundevent")) == (1, 1)
