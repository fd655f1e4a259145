"""The clinic's CRM, as far as a webhook sees it."""

import threading
from typing import Any

from integrations.receiver import WebhookReceiver
from tests.committing.seed import SECRET


class Receiver:
    """Verifies and remembers what it gets; keeps senders waiting while it is `held`."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self._answers = threading.Event()
        self._answers.set()
        self._server = WebhookReceiver(("127.0.0.1", 0), secrets=[SECRET], answer=204, on_event=self._receive)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a killed sender hangs up
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def hold(self) -> None:
        self._answers.clear()

    def answer(self) -> None:
        self._answers.set()

    def ids(self, event_type: str) -> list[str]:
        """The `webhook-id` of each verified event of a type, in the order they came."""
        return [event["id"] for event in list(self.events) if event["verified"] and event["type"] == event_type]

    def close(self) -> None:
        self.answer()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _receive(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        self._answers.wait(timeout=30)
