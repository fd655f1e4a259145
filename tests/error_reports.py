"""Error reports as they would leave, kept instead. Import the fixture `transport` where a test asks for it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config import sentry

DSN = "https://0123456789abcdef@errors.example.com/1"


class Kept(Transport):
    """A transport that keeps what would be sent, as the bytes that would be sent."""

    def __init__(self, options: dict[str, Any] | None = None) -> None:
        super().__init__(options)
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize())

    def events(self) -> list[dict[str, Any]]:
        """Of envelopes that hold one item: headers, the item's headers, the item."""
        return [json.loads(each.splitlines()[2]) for each in self.sent]


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept()
    init = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: init(transport=kept, **options))
    with sentry_sdk.isolation_scope():
        sentry.start_sentry(DSN)
        yield kept
    sentry_sdk.get_global_scope().set_client(None)
