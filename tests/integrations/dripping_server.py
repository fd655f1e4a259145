"""A mail server on loopback that answers forever and never ends: a byte of its reply now and then."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

# The whole conversation of a letter, each reply by what asked for it.
REPLIES = {
    "": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221 bye",
}


@dataclass
class DrippingServer:
    """Drips at the step `drips_at`, a key of REPLIES, and is quick at all others."""

    drips_at: str
    every_seconds: float
    port: int = 0
    steps: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    """The other side has gone."""

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                self.converse(connection)
            self.ended.set()

    def converse(self, connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        self.answer(connection, "")
        in_letter = False
        for line in lines:
            text = line.decode().strip()
            if in_letter and text != ".":
                continue
            step = text.split(" ", 1)[0].upper()
            in_letter = step == "DATA"
            self.answer(connection, step)

    def answer(self, connection: socket.socket, step: str) -> None:
        self.steps.append(step)
        if step != self.drips_at:
            connection.sendall(f"{REPLIES[step]}\r\n".encode())
            return
        stop = threading.Event()
        while True:  # "250-" again and again: a reply of many lines, never the last
            for byte in b"250-still here\r\n":
                connection.sendall(bytes([byte]))
                stop.wait(self.every_seconds)


@contextmanager
def dripping(*, at: str, every_seconds: float) -> Iterator[DrippingServer]:
    server = DrippingServer(at, every_seconds)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        yield server
    thread.join(timeout=5)
