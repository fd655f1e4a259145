"""A receiver may send whatever it likes for as long as it likes: it costs us a bounded time and a bounded memory."""

import gzip
import socket
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import repeat
from time import monotonic

import pytest

from integrations.failures import TemporaryFailure
from integrations.outbound_http import post
from tests.integrations.raw_receiver import StartReceiver

LIMIT_SECONDS = 0.5
MUCH_TOO_LONG = timedelta(seconds=20)
# Of Python's own: what http.client may keep of headers (a hundred lines of 64 kB) and our 20 kB, doubled while copied.
HARMLESS_BYTES = 16_000_000

OK = b"HTTP/1.1 200 OK\r\n"
GZIP = OK + b"Content-Encoding: gzip\r\n"


@contextmanager
def harmless() -> Iterator[None]:
    began_at = monotonic()
    tracemalloc.start()
    try:
        yield
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < HARMLESS_BYTES
    assert timedelta(seconds=monotonic() - began_at) < MUCH_TOO_LONG


def endless_gzip() -> Iterator[bytes]:
    """A thousandth of what it becomes, without an end."""
    squeeze = zlib.compressobj(9, wbits=31)
    zeros = bytes(1_000_000)
    while True:
        yield squeeze.compress(zeros) + squeeze.flush(zlib.Z_SYNC_FLUSH)


def chunked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def bomb_in_bombs() -> bytes:
    """A gigabyte after three times unpacking."""
    body = gzip.compress(bytes(10_000_000))
    for _ in range(2):
        body = gzip.compress(body * 10)
    return body


FLOODS: dict[str, Callable[[], Iterator[bytes]]] = {
    "plain, endless": lambda: prefixed(OK + b"\r\n", repeat(b"x" * 65536)),
    "chunks, endless": lambda: prefixed(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(repeat(b"x" * 65536))),
    "one endless chunk": lambda: prefixed(
        OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", repeat(b"x" * 65536)
    ),
    "gzip, endless": lambda: prefixed(GZIP + b"\r\n", endless_gzip()),
    "gzip in chunks, endless": lambda: prefixed(GZIP + b"Transfer-Encoding: chunked\r\n\r\n", chunked(endless_gzip())),
    "a length that is a lie": lambda: prefixed(GZIP + b"Content-Length: 99999999999999\r\n\r\n", endless_gzip()),
    "deflate in gzip in gzip": lambda: prefixed(
        OK + b"Content-Encoding: gzip, gzip, deflate\r\n\r\n", repeat(bomb_in_bombs())
    ),
}


def prefixed(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


@pytest.mark.parametrize("flood", FLOODS)
def test_no_body_is_read_past_twenty_kilobytes(start: StartReceiver, flood: str) -> None:
    sent = 0

    def pour(connection: socket.socket) -> bool:
        nonlocal sent
        for piece in FLOODS[flood]():
            connection.sendall(piece)
            sent += len(piece)
        return True

    receiver = start(pour)

    with harmless():
        answer = post(receiver.url, body=b"{}", headers={}, allow_private=True)

    assert answer.status_code == 200
    assert len(answer.excerpt) == 20_000
    receiver.stop()
    assert sent < HARMLESS_BYTES, "the connection was closed, not drained"


HEADS: dict[str, Callable[[], Iterator[bytes]]] = {
    "an endless status line": lambda: prefixed(b"HTTP/1.1 200 ", repeat(b"x" * 65536)),
    "an endless header": lambda: prefixed(OK + b"x: ", repeat(b"y" * 65536)),
    "endless headers": lambda: prefixed(OK, repeat(b"x: y\r\n" * 1000)),
    "a hundred long headers and more": lambda: prefixed(OK, repeat(b"x: " + b"y" * 60_000 + b"\r\n")),
    "an endless folded header": lambda: prefixed(OK + b"x: y\r\n", repeat(b" y\r\n" * 1000)),
    "an endless chunk size": lambda: prefixed(OK + b"Transfer-Encoding: chunked\r\n\r\n", repeat(b"0" * 65536)),
    "an endless chunk extension": lambda: prefixed(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", repeat(b"x" * 65536)),
    "endless trailers": lambda: prefixed(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", repeat(b"x: y\r\n" * 1000)),
    "endless lines of nothing": lambda: repeat(b"\r\n" * 1000),
    "100 for ever": lambda: repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "103 for ever, with headers": lambda: repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 1000),
}


@pytest.mark.parametrize("head", HEADS)
def test_no_head_is_read_without_an_end(start: StartReceiver, head: str) -> None:
    def pour(connection: socket.socket) -> bool:
        for piece in HEADS[head]():
            connection.sendall(piece)
        return True

    receiver = start(pour)

    with harmless():
        try:
            answer = post(receiver.url, body=b"{}", headers={}, allow_private=True, total_seconds=LIMIT_SECONDS)
        except TemporaryFailure:
            return
    assert len(answer.excerpt) <= 20_000
