"""What we sign is read by the reference library in JavaScript, and what that signs is read by us.

Needs Node and `npm ci --prefix tests/javascript`; without them it is left out, but not where CI runs.
"""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.delivery import deliver_due
from integrations.models import Endpoint
from integrations.signatures import InvalidSignature, new_secret, sign, verify
from sites.models import Clinic
from tests.integrations.published import BODIES, published
from tests.receiver import SECRET, Receiver

FOLDER = Path(__file__).parents[1] / "javascript"
IS_THERE = shutil.which("node") is not None and (FOLDER / "node_modules/standardwebhooks").is_dir()
pytestmark = pytest.mark.skipif(not IS_THERE and not os.environ.get("CI"), reason="npm ci --prefix tests/javascript")

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
ID = "0195f0a3-7d1c-7c3e-9b1a-2f60c1d2e3f4"
BODIES_AS_SENT = {
    "plain": '{"type":"lead.created","data":{"id":"0195"}}',
    "accents": '{"type":"lead.created","data":{"full_name":"Zoë Núñez"}}',
    "beyond the first plane": '{"type":"x","data":{"full_name":"\U0001d4d9\U0001f33f"}}',
    "line separators": '{"type":"x","data":{"message":"a\u2028b\u2029c"}}',
    "an escaped null": '{"type":"x","data":{"message":"\\u0000"}}',
    "white space": ' {\n"type": "x",\r\n"data": {}}\n',
    "large": json.dumps({"type": "x", "data": {"message": "My back. " * 2_000}}),
}


def in_javascript(*questions: dict[str, Any]) -> list[dict[str, Any]]:
    """One answer for each question; see `tests/javascript/webhooks.js`."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(
        ["node", "webhooks.js"], cwd=FOLDER, input=lines, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def question(secret: str, headers: dict[str, str], body: str, *, now: datetime = NOW) -> dict[str, Any]:
    return {"verify": {"secret": secret, "headers": headers, "body": body}, "now": int(now.timestamp())}


def test_it_accepts_whatever_we_sign() -> None:
    secrets = ["whsec_" + b64encode(bytes(range(length))).decode() for length in (24, 32, 33, 64)]
    asked = [
        (body, question(secret, sign(body.encode(), secrets=[secret], message_id=ID, sent_at=NOW), body))
        for secret in secrets
        for body in BODIES_AS_SENT.values()
    ]

    answers = in_javascript(*(each for _, each in asked))

    assert [answer.get("content") for answer in answers] == [json.loads(body) for body, _ in asked]


def test_it_accepts_either_secret_while_they_change_over_and_no_third() -> None:
    new, old, other = new_secret(), new_secret(), new_secret()
    body = BODIES_AS_SENT["plain"]
    headers = sign(body.encode(), secrets=[new, old], message_id=ID, sent_at=NOW)

    answers = in_javascript(*(question(secret, headers, body) for secret in (new, old, other)))

    assert ["content" in answer for answer in answers] == [True, True, False]


def test_it_refuses_what_was_changed_on_its_way_or_is_of_another_time() -> None:
    body = BODIES_AS_SENT["plain"]
    headers = sign(body.encode(), secrets=[SECRET], message_id=ID, sent_at=NOW)

    answers = in_javascript(
        question(SECRET, headers, body + " "),
        question(SECRET, headers | {"webhook-id": "another"}, body),
        question(SECRET, headers, body, now=NOW + timedelta(seconds=301)),
        question(SECRET, headers, body, now=NOW - timedelta(seconds=301)),
    )

    assert ["refused" in answer for answer in answers] == [True] * 4


def test_the_example_of_the_standard_is_the_same_in_all_three() -> None:
    secret, message_id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = '{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)

    (theirs,) = in_javascript({"sign": {"secret": secret, "id": message_id, "body": body}, "now": 1614265330})
    ours = sign(body.encode(), secrets=[secret], message_id=message_id, sent_at=at)["webhook-signature"]

    assert ours == theirs["signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("name", BODIES_AS_SENT)
def test_we_accept_what_it_signs(name: str) -> None:
    body, seconds = BODIES_AS_SENT[name], int(NOW.timestamp())
    (answer,) = in_javascript({"sign": {"secret": SECRET, "id": ID, "body": body}, "now": seconds})
    headers = {"webhook-id": ID, "webhook-timestamp": str(seconds), "webhook-signature": answer["signature"]}

    verify(body.encode(), headers, secrets=[SECRET], now=NOW)
    with pytest.raises(InvalidSignature):
        verify(body.encode() + b" ", headers, secrets=[SECRET], now=NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_it_reads_a_delivery_as_it_came_over_the_wire(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    make_endpoint(clinic)
    published(clinic, at=now)
    deliver_due(now=now)
    ((request, _),) = httpserver.log

    (answer,) = in_javascript(question(crm.secret, dict(request.headers), request.get_data(as_text=True), now=now))

    assert answer["content"]["data"] == BODIES["reference"]
