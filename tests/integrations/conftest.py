import socket
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from integrations.crm_vendors import VENDORS
from integrations.models import CrmConnection
from sites.models import Clinic
from tests.integrations.crm_events import Jo
from tests.integrations.raw_receiver import NO_CONTENT, Receiver, Resolver, StartReceiver


@pytest.fixture
def make_connection(db: None) -> Callable[..., CrmConnection]:
    """A CRM connection that is switched on and may receive contact data, with its vendor's first mapping."""

    def make(clinic: Clinic | None, vendor: str, **values: Any) -> CrmConnection:
        mapping = {kind: dict(each) for kind, each in VENDORS[vendor].mapping.items()}
        defaults = {
            "clinic": clinic,
            "vendor": vendor,
            "data_class": "contact",
            "dry_run": False,
            "mapping": mapping,
            "stage_mapping": {"new": "1001", "connected": "1002"},
        }
        connection = CrmConnection(**(defaults | values))
        connection.full_clean()
        connection.save()
        return connection

    return make


@pytest.fixture
def jo(clinic: Clinic) -> Jo:
    return Jo(clinic)


@pytest.fixture
def start() -> Iterator[StartReceiver]:
    """Start receivers that are stopped after the test: `start(behave)`, `start(says=bytes)`."""
    started: list[Receiver] = []

    def start_receiver(
        behave: Callable[[socket.socket], bool] | None = None,
        *,
        says: bytes = NO_CONTENT,
        read: Callable[[socket.socket], bytes] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> Receiver:
        def say(connection: socket.socket) -> bool:
            connection.sendall(says)
            return b"onnection: close" in says

        started.append(Receiver(behave or say, read=read, host=host, port=port, tls=tls))
        return started[-1]

    yield start_receiver
    for receiver in started:
        receiver.stop()


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """A name server of the outside world: `resolver([...], [...])` gives these addresses, look-up by look-up."""

    def answer_with(*answers: list[str]) -> list[str]:
        asked: list[str] = []

        def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[object]:
            addresses = answers[min(len(asked), len(answers) - 1)]
            asked.append(host)
            if not addresses:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [
                (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
                for address in addresses
            ]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answer_with
