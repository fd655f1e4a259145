"""Trying things out from a shell: which addresses would be accepted, and what arrives at a receiver."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from integrations.outbound_http import Response, post
from integrations.receiver import MAX_BODY_BYTES
from integrations.signatures import new_secret, sign

PROJECT_ROOT = Path(__file__).resolve().parents[2]
BODY = b'{"type":"lead.created","timestamp":"2026-03-02T15:04:05.000Z","data":{"id":"0195"}}'


def check(addresses: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(addresses)))
    call_command("check_endpoint_urls")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_address_gets_one_line_of_json(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES = False

    answers = check(
        b"https://crm.example.com/in\nhttps://10.0.0.5/\r\n\nhttps://\xff\x0b\xe2\x80\xa8/\nhttp://localhost:8000/",
        monkeypatch,
        capsys,
    )

    assert answers[0] == {"url": "https://crm.example.com/in", "ok": True, "reason": None}
    assert answers[1]["url"] == "https://10.0.0.5/"
    assert "private" in answers[1]["reason"]
    assert [answer["ok"] for answer in answers] == [True, False, False, False, False]


def test_the_setting_opens_private_addresses(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES = True

    answers = check(b"http://127.0.0.1:8000/in\nhttp://169.254.169.254/\n", monkeypatch, capsys)

    assert [answer["ok"] for answer in answers] == [True, False]


class ReceiverProcess:
    """`receive_webhooks` as a person runs it."""

    def __init__(self, *arguments: str) -> None:
        self.secret = new_secret()
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "receive_webhooks", "--port", "0", "--secret", self.secret, *arguments],
            cwd=PROJECT_ROOT,
            env=os.environ | {"DEBUG": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr
        self.said = ""
        while not (listening := re.search(r"http://127\.0\.0\.1:(\d+)/", self.said)):
            line = self._process.stderr.readline()
            assert line, self.said
            self.said += line
        self.port = int(listening[1])

    def next_event(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def stop(self, signum: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Exit code, rest of stdout, rest of stderr."""
        self._process.send_signal(signum)
        out, err = self._process.communicate(timeout=90)
        return self._process.returncode, out, err

    def send(self, body: bytes = BODY, *, secret: str | None = None, sent_at: datetime | None = None) -> Response:
        headers = sign(body, secrets=[secret or self.secret], message_id="0195", sent_at=sent_at or datetime.now(UTC))
        return post(f"http://127.0.0.1:{self.port}/in", body=body, headers=headers, allow_private=True)


@pytest.fixture(scope="module")
def receiver() -> Iterator[ReceiverProcess]:
    process = ReceiverProcess()
    yield process
    process.stop()


def test_a_signed_event_is_shown_and_answered_204(receiver: ReceiverProcess) -> None:
    answer = receiver.send()

    assert answer.status_code == 204
    assert receiver.next_event() == {
        "verified": True,
        "id": "0195",
        "type": "lead.created",
        "data": {"id": "0195"},
        "reason": None,
    }


@pytest.mark.parametrize(("changed", "reason"), [("secret", "no signature matches"), ("sent_at", "too old")])
def test_a_badly_signed_event_is_shown_as_such_and_answered_401(
    receiver: ReceiverProcess, changed: str, reason: str
) -> None:
    change: dict[str, Any] = {"secret": new_secret(), "sent_at": datetime.now(UTC) - timedelta(minutes=6)}

    answer = receiver.send(**{changed: change[changed]})

    event = receiver.next_event()
    assert answer.status_code == 401
    assert (event["verified"], event["type"]) == (False, "lead.created")
    assert reason in event["reason"]


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'{"data": 1e999}', b"[" * 100_000, b'{"a": NaN}'])
def test_a_signed_body_that_is_no_event_is_shown_without_content(receiver: ReceiverProcess, body: bytes) -> None:
    assert receiver.send(body).status_code == 204

    event = receiver.next_event()
    assert (event["verified"], event["type"], event["data"]) == (True, None, None)


def test_a_header_given_twice_does_not_verify(receiver: ReceiverProcess) -> None:
    headers = sign(BODY, secrets=[receiver.secret], message_id="0195", sent_at=datetime.now(UTC))
    connection = HTTPConnection("127.0.0.1", receiver.port, timeout=5)
    connection.putrequest("POST", "/in")
    for name, value in [*headers.items(), ("Webhook-Id", "0195"), ("Content-Length", str(len(BODY)))]:
        connection.putheader(name, value)
    connection.endheaders(BODY)

    assert connection.getresponse().status == 401
    assert "ambiguous" in receiver.next_event()["reason"]


@pytest.mark.parametrize(
    ("length", "status"), [(str(MAX_BODY_BYTES + 1), 413), ("-1", 411), ("many", 411), (None, 411)]
)
def test_a_body_too_large_or_without_a_length_is_not_read(
    receiver: ReceiverProcess, length: str | None, status: int
) -> None:
    connection = HTTPConnection("127.0.0.1", receiver.port, timeout=5)
    connection.putrequest("POST", "/in")
    if length:
        connection.putheader("Content-Length", length)
    connection.endheaders()

    assert connection.getresponse().status == status


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_asked_and_writes_nothing_but_events_to_stdout(signum: signal.Signals) -> None:
    receiver = ReceiverProcess("--answer", "503")
    status_code = receiver.send().status_code

    exit_code, out, err = receiver.stop(signum)

    assert status_code == 503
    assert (exit_code, [json.loads(line)["type"] for line in out.splitlines()]) == (0, ["lead.created"])
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--port", "0", "--secret", "secret"], "whsec_"),
        (["--port", "70000", "--secret", new_secret()], "Cannot listen"),
        (["--port", "0", "--secret", new_secret(), "--answer", "99"], "--answer"),
    ],
    ids=["secret", "port", "answer"],
)
def test_it_says_what_is_wrong_with_its_arguments(arguments: list[str], what: str) -> None:
    with pytest.raises(CommandError, match=what):
        call_command("receive_webhooks", *arguments)
