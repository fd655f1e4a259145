"""A small receiver of signed webhooks, to see what leaves: for development and for trying an endpoint out."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from integrations.signatures import ID_HEADER, InvalidSignature, verify

MAX_BODY_BYTES = 1_000_000


class WebhookReceiver(ThreadingHTTPServer):
    """Answers signed POSTs with `answer`, others with 401.

    Args:
        on_event: told of each before it is answered, from several threads at a time:
            {"verified", "id", "type", "data", "reason"}; what an unverified message says is reported as well.
    """

    daemon_threads = False  # closing waits for events that are being reported

    def __init__(
        self,
        address: tuple[str, int],
        *,
        secrets: Sequence[str],
        answer: int,
        on_event: Callable[[dict[str, Any]], None],
    ) -> None:
        self.secrets = secrets
        self.answer = answer
        self.on_event = on_event
        super().__init__(address, _EventHandler)


class _EventHandler(BaseHTTPRequestHandler):
    server: WebhookReceiver
    timeout = 5  # seconds without a byte

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 10):
            self._answer(411)
            return
        if int(length) > MAX_BODY_BYTES:
            self._answer(413)
            return
        body = self.rfile.read(int(length))
        reason = None
        try:
            verify(body, self.headers, secrets=self.server.secrets, now=datetime.now(UTC))
        except InvalidSignature as refusal:
            reason = str(refusal)
        self.server.on_event(
            {"verified": reason is None, "id": self.headers.get(ID_HEADER), **_content(body), "reason": reason}
        )
        self._answer(self.server.answer if reason is None else 401)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: every event is reported anyway, and lines of the base class would hold the sender's address."""

    def _answer(self, status_code: int) -> None:
        self.send_response(status_code)
        if status_code not in (204, 304):
            self.send_header("Content-Length", "0")
        self.end_headers()


def _content(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
        json.dumps(message, allow_nan=False)  # numbers that Python reads and JSON has not
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        message = {}
    return {"type": message.get("type"), "data": message.get("data")}
