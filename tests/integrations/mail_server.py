"""A mail server on loopback that answers what a test tells it to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Answers = dict[str, str]


@dataclass
class MailServer:
    """`answers` maps a step ("RCPT", "DATA", "MAIL") to the reply in place of acceptance."""

    port: int = 0
    answers: Answers = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    # The names of these three are aiosmtpd's.
    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "DATA" not in self.answers:
            parsed = BytesParser(policy=default).parsebytes(envelope.content)
            assert isinstance(parsed, EmailMessage)
            self.received.append(parsed)
        return self.answers.get("DATA", "250 OK")


@contextmanager
def running(server: MailServer, *, refuses_logins: bool = False) -> Iterator[MailServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    options: dict[str, Any] = {}
    if refuses_logins:
        options = {
            "authenticator": lambda *_: AuthResult(success=False, handled=False),
            "auth_require_tls": False,
            "auth_required": True,
        }
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
