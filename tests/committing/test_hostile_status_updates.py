"""Signed status updates over a real server, byte by byte: whatever is wrong with one is a 4xx, and nothing changes."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.signatures import sign
from tests.committing.installation import Installation
from tests.committing.processes import run_module

pytestmark = pytest.mark.processes

Headers = list[tuple[bytes, bytes]]


@dataclass
class Message:
    """A good update, to be spoilt: bytes as they go over the wire."""

    path: bytes
    body: bytes
    secret: str
    at: datetime
    port: int

    def headers(self, body: bytes | None = None) -> Headers:
        signed = sign(self.body if body is None else body, secrets=[self.secret], message_id="one", sent_at=self.at)
        return [(name.encode(), value.encode()) for name, value in signed.items()]

    def status(
        self,
        headers: Headers | None = None,
        *,
        body: bytes | None = None,
        method: bytes = b"POST",
        path: bytes | None = None,
        content_type: bytes | None = b"application/json",
        length: bytes | None = None,
        more: bytes = b"",
    ) -> int:
        """What the server answers; 0 where it closes the connection without a word."""
        sent = self.body if body is None else body
        head = method + b" " + (path or self.path) + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if content_type is not None:
            head += b"Content-Type: " + content_type + b"\r\n"
        if length != b"":
            head += b"Content-Length: " + (length or str(len(sent)).encode()) + b"\r\n"
        for name, value in self.headers(sent) if headers is None else headers:
            head += name + b": " + value + b"\r\n"
        return exchange(self.port, head + more + b"\r\n" + sent)


def exchange(port: int, request: bytes) -> int:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while b"\r\n" not in answer and (data := connection.recv(65536)):
                answer += data
        except TimeoutError:
            raise
        except OSError:  # refused at its head, while the body was still on its way
            pass
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.fixture
def message(installation: Installation) -> Message:
    """One that moves a lead which just came in."""
    made = json.loads(
        run_module("manage", "add_endpoint", "--url", "http://127.0.0.1:9/in", environment=installation.environment)
    )
    installation.start_web()
    assert installation.post().status == 303
    lead, here = installation.database.rows("SELECT id, stage_id FROM leads_lead")[0]
    there = installation.database.rows(f"SELECT slug FROM leads_stage WHERE kind = 'open' AND id <> {here}")[0][0]
    at = datetime.now(UTC)
    event = {"type": "lead.stage_changed", "timestamp": at.isoformat(), "data": {"id": str(lead), "stage": there}}
    path = f"/hooks/{made['id']}/".encode()
    return Message(path, json.dumps(event).encode(), made["secret"], at, installation.port)


def changed(name: bytes, change: Callable[[bytes], bytes]) -> Callable[[Headers], Headers]:
    return lambda good: [(each, change(value) if each == name else value) for each, value in good]


ID, TIMESTAMP, SIGNATURE = b"webhook-id", b"webhook-timestamp", b"webhook-signature"

# What may happen to any of the three headers.
TO_ANY: dict[str, Callable[[bytes, Headers], Headers]] = {
    "missing": lambda name, good: [each for each in good if each[0] != name],
    "empty": lambda name, good: changed(name, lambda _: b"")(good),
    "blank": lambda name, good: changed(name, lambda _: b" \t ")(good),
    "twice": lambda name, good: [*good, *(each for each in good if each[0] == name)],
    "twice, the second in capitals": lambda name, good: [*good, (name.upper(), dict(good)[name])],
    "twice, one of them empty": lambda name, good: [(name, b""), *good],
    "twice, one of them wrong": lambda name, good: [(name, b"x"), *good],
    "under another's name": lambda name, good: [
        (name.replace(b"-", b"_") if each == name else each, value) for each, value in good
    ],
    "a space before the colon": lambda name, good: [
        (name + b" " if each == name else each, value) for each, value in good
    ],
    "folded": lambda name, good: changed(name, lambda value: value[:5] + b"\r\n " + value[5:])(good),
    "a bare line feed": lambda name, good: changed(name, lambda value: value[:5] + b"\n" + value[5:])(good),
    "a bare return": lambda name, good: changed(name, lambda value: value[:5] + b"\r" + value[5:])(good),
    "a null byte": lambda name, good: changed(name, lambda value: value + b"\x00")(good),
    "a null byte inside": lambda name, good: changed(name, lambda value: value[:5] + b"\x00" + value[5:])(good),
    "a control character": lambda name, good: changed(name, lambda value: value + b"\x0b")(good),
    "delete": lambda name, good: changed(name, lambda value: value + b"\x7f")(good),
    "Latin": lambda name, good: changed(name, lambda value: value + b"\xe9")(good),
    "a space that does not break": lambda name, good: changed(name, lambda value: value + b"\xa0")(good),
    "UTF-8": lambda name, good: changed(name, lambda value: value + "ключ".encode())(good),
    "no UTF-8": lambda name, good: changed(name, lambda value: value + b"\xff\xfe\xc0\x80")(good),
    "in quotes": lambda name, good: changed(name, lambda value: b'"' + value + b'"')(good),
    "in angle brackets": lambda name, good: changed(name, lambda value: b"<" + value + b">")(good),
    "a list of JSON": lambda name, good: changed(name, lambda value: b'["' + value + b'"]')(good),
    "a comma after it": lambda name, good: changed(name, lambda value: value + b",")(good),
    "a semicolon after it": lambda name, good: changed(name, lambda value: value + b"; q=1")(good),
    "percent-encoded": lambda name, good: changed(name, lambda value: b"%%%02x" % value[0] + value[1:])(good),
    "as long as a server takes": lambda name, good: changed(name, lambda value: value + b"A" * 8000)(good),
    "longer": lambda name, good: changed(name, lambda value: value + b"A" * 100_000)(good),
}
TIMESTAMPS = [
    b"-1", b"-%d", b"+%d", b"%d.0", b"%d.", b".%d", b"%de0", b"1e9", b"1E9", b"0x%x", b"0%d", b"00%d", b"%d000",
    b"%d 0", b"%d_0", b"1_772_640_000", b"NaN", b"nan", b"inf", b"-inf", b"Infinity", b"0", b"1", b"now", b"null",
    b"9" * 12, b"9" * 13, b"9" * 20, b"9" * 400, b"9" * 5000, b"-" + b"9" * 400, b"1e400", b"1" + b"0" * 4400,
    b"9223372036854775808", b"18446744073709551616", b"2026-03-04T16:00:00Z", b"Wed, 04 Mar 2026 16:00:00 GMT",
    "١٧٧٢٦٤٠٠٠٠".encode(), "１７７２６４００００".encode(), "−1".encode(), "1٠".encode(), b"%d\x1f", b"%d,%d",
]  # fmt: skip
SIGNATURES: dict[str, Callable[[bytes], bytes]] = {
    "no version": lambda good: good[3:],
    "asymmetric": lambda good: b"v1a," + good[3:],
    "of a later version": lambda good: b"v2," + good[3:],
    "a capital": lambda good: b"V1," + good[3:],
    "an equals sign": lambda good: b"v1=" + good[3:],
    "a space after the comma": lambda good: b"v1, " + good[3:],
    "two commas": lambda good: b"v1,," + good[3:],
    "nothing": lambda _: b"v1,",
    "a comma": lambda _: b",",
    "no base64": lambda _: b"v1,!!!!",
    "half of it": lambda good: good[: len(good) // 2],
    "without padding": lambda good: good.rstrip(b"="),
    "with more": lambda good: good + b"=",
    "with a letter more": lambda good: good + b"A",
    "another alphabet": lambda _: b"v1," + b"-_" * 21 + b"8=",
    "hex": lambda _: b"v1," + b"ab" * 32,
    "of zeros": lambda _: b"v1," + b"A" * 43 + b"=",
    "in capitals": lambda good: b"v1," + good[3:].upper(),
    "two spaces between": lambda good: good + b"  " + good,
    "a tab between": lambda good: good + b"\t" + good,
    "a comma between": lambda good: good + b"," + good,
    "eighty-six": lambda good: b" ".join([good] * 86),
    "five hundred wrong ones": lambda _: b" ".join([b"v1,AA="] * 500),
}


def malformed(good: Headers, at: datetime) -> dict[str, Headers]:
    seconds = int(at.timestamp())
    cases = {
        f"{name.decode()}: {what}": spoil(name, good)
        for name in (ID, TIMESTAMP, SIGNATURE)
        for what, spoil in TO_ANY.items()
    }
    for text in TIMESTAMPS:
        value = text.replace(b"%d", b"%d" % seconds).replace(b"%x", b"%x" % seconds)
        cases[f"timestamp {text[:20]!r}"] = changed(TIMESTAMP, lambda _, value=value: value)(good)  # type: ignore[misc]
    for what, change in SIGNATURES.items():
        cases[f"signature: {what}"] = changed(SIGNATURE, change)(good)
    for text in (b"a.b", b"a b", b"a,b", b".", b"two", b"i" * 257):
        cases[f"id {text[:10]!r}"] = changed(ID, lambda _, text=text: text)(good)  # type: ignore[misc]
    cases["none"] = []
    cases["of the drafts"] = [(name.replace(b"webhook-", b"svix-"), value) for name, value in good]
    cases["a hundred others"] = [*good, *[(b"x-%d" % number, b"y") for number in range(100)]]
    return cases


def unchanged(installation: Installation) -> bool:
    moved = installation.database.rows("SELECT count(*) FROM leads_leadevent WHERE kind = 'stage_changed'")
    kept = installation.database.rows("SELECT count(*) FROM leads_inboundevent")
    return bool(moved[0][0] == kept[0][0] == 0)


def test_every_malformed_header_is_refused_by_the_server_or_by_us(installation: Installation, message: Message) -> None:
    cases = malformed(message.headers(), message.at)
    assert len(cases) > 150

    answers = {name: message.status(headers) for name, headers in cases.items()}

    assert {name: status for name, status in answers.items() if not 400 <= status < 500} == {}
    assert unchanged(installation)
    assert message.status() == 200, "unharmed, the same message is taken"


CHUNKED = {"length": b"", "more": b"Transfer-Encoding: chunked\r\n"}
BODIES = {
    "nothing": b"", "a list": b"[]", "null": b"null", "a number": b"1e400", "a text": b'"x"', "no JSON": b"{",
    "a comma too many": b'{"type":"lead.assigned",}', "two": b"{}{}", "a mark of byte order": b"\xef\xbb\xbf{}",
    "UTF-16": '{"type":"x"}'.encode("utf-16"), "no UTF-8": b'{"type":"\xff"}',
    "a surrogate": b'{"type":"\xed\xa0\x80"}',
    "half a character": b'{"type":"\\ud800"}', "a null byte": b'{"type":"\x00"}',
    "NaN": b'{"type":"lead.assigned","timestamp":NaN}', "infinity": b'{"type":"lead.assigned","timestamp":-Infinity}',
    "a name twice": b'{"type":"a","type":"b"}', "a name twice inside": b'{"type":"a","data":{"id":1,"id":2}}',
    "deep": b"[" * 19_000, "deep and whole": b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
    "a long number": b'{"type":' + b"9" * 10_000 + b"}", "a small exponent": b'{"type":1e-99999}',
    "too long": b" " * 20_001, "much too long": b"x" * 3_000_000,
}  # fmt: skip


def test_every_malformed_body_and_frame_is_refused_though_it_is_signed(
    installation: Installation, message: Message
) -> None:
    good = message.headers()
    frames: dict[str, dict[str, Any]] = {
        "no type": {"content_type": None},
        "text": {"content_type": b"text/plain"},
        "a form": {"content_type": b"application/x-www-form-urlencoded"},
        "a file": {"content_type": b"multipart/form-data; boundary=x"},
        "another charset": {"content_type": b"application/json; charset=utf-16"},
        "an odd type": {"content_type": b"\xff/\x00"},
        "compressed": {"more": b"Content-Encoding: gzip\r\n"},
        "compressed twice": {"more": b"Content-Encoding: gzip, br\r\n"},
        "no length": {"length": b""},
        "a negative length": {"length": b"-1"},
        "a length with a sign": {"length": b"+%d" % len(message.body)},
        "a length of letters": {"length": b"many"},
        "a length in hex": {"length": b"0x10"},
        "too short a length": {"length": b"10"},
        "too long a length": {"length": b"%d" % (len(message.body) + 5)},
        "a huge length": {"length": b"9" * 30},
        "ten gigabytes": {"length": b"10000000000"},
        "two lengths": {"more": b"Content-Length: 5\r\n"},
        "chunked": CHUNKED | {"headers": good, "body": b"2\r\n{}\r\n0\r\n\r\n"},
        "chunked with a length": {"more": b"Transfer-Encoding: chunked\r\n"},
        "chunked without an end": CHUNKED | {"body": b"fffffff\r\n{}"},
        "another method": {"method": b"PUT"},
        "a method of their own": {"method": b"BREW"},
        "asked for": {"method": b"GET"},
        "asked for its head": {"method": b"HEAD"},
        "traced": {"method": b"TRACE"},
        "no endpoint": {"path": b"/hooks/019cb993-d800-7046-8d6a-469a652e6985/"},
        "no id": {"path": b"/hooks/1/"},
        "a null byte in the id": {"path": b"/hooks/%00/"},
        "no UTF-8 in the id": {"path": b"/hooks/%ff%fe/"},
    } | {f"body: {name}": {"body": body} for name, body in BODIES.items()}

    answers = {name: message.status(**frame) for name, frame in frames.items()}

    # 0: a server that has refused the head closes on whoever still sends a body.
    allowed = {0, *range(400, 500)}
    assert {name: status for name, status in answers.items() if status not in allowed} == {}
    assert unchanged(installation)
    assert message.status() == 200
