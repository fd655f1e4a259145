"""To an address that must not be reached there is no TCP connection: not by its digits, its name, or a redirect."""

import ipaddress
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from integrations.channels.crm import adapter_of
from integrations.channels.crm_session import CrmSession
from integrations.channels.webhook import send as send_webhook
from integrations.crm_vendors import Vendor
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.models import CrmConnection, Delivery, Endpoint
from integrations.outbound_http import Response, post
from integrations.sms_providers import twilio
from sites.models import Clinic
from tests.integrations.published import published
from tests.integrations.raw_receiver import Receiver, Resolver, StartReceiver
from tests.integrations.test_addresses import HOSTILE_URLS
from tests.integrations.test_networks import CARRIERS, IANA_IPV4, IANA_IPV6, OTHERS

# One port of the two that are allowed, on every address of this machine: one worker runs them all.
pytestmark = pytest.mark.xdist_group("port-8443")

PORT = 8443
# Other ways to name this machine, all of which a kernel connects to loopback, and one that only looks so.
THIS_MACHINE = (
    "127.0.0.1", "127.0.0.77", "127.255.255.254", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:0.0.0.0",
    "::127.0.0.1",
)  # fmt: skip
CARRIED = [
    str(ipaddress.IPv6Address(carrier(int(ipaddress.IPv4Address(inside)))))
    for carrier in CARRIERS.values()
    for inside in ("127.0.0.1", "10.0.0.1", "169.254.169.254")
]
EDGES = [
    str(ipaddress.ip_network(network)[position])
    for network in (*IANA_IPV4, *IANA_IPV6, *OTHERS)
    for position in (0, -1)
]
CREDENTIALS = {"access_token": "t0ken", "client_id": "us", "client_secret": "s3cret", "refresh_token": "r0ken"}
FORBIDDEN = list(dict.fromkeys([*THIS_MACHINE, *CARRIED, *EDGES, "169.254.169.254", "fd00:ec2::254"]))

_watched: list[list[str]] = []


def _note_connection(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _watched:
        _watched[-1].append(str(arguments[1]))


sys.addaudithook(_note_connection)  # cannot be removed: it looks only while a test asks


@pytest.fixture
def connections() -> Iterator[list[str]]:
    """Where on this machine this process tries to connect to, told by the interpreter itself.

    What is tried beyond it ends in an error of the suite's own, before the interpreter hears of it.
    """
    _watched.append([])
    yield _watched[-1]
    _watched.pop()


@pytest.fixture
def everywhere(start: StartReceiver) -> list[Receiver]:
    """Listens on every address that this machine has."""
    return [start(host=host, port=PORT) for host in ("0.0.0.0", "::")]


def send(url: str, *, allow_private: bool = False) -> Response:
    return post(url, body=b"{}", headers={}, allow_private=allow_private, total_seconds=5)


def is_refused(url: str) -> bool:
    try:
        send(url)
    except PermanentFailure:
        return True
    except TemporaryFailure:
        return False
    return False


def heard(receivers: list[Receiver]) -> int:
    return sum(receiver.connections for receiver in receivers)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.77", "::1"])
def test_a_connection_that_is_allowed_is_noticed(
    everywhere: list[Receiver], connections: list[str], address: str
) -> None:
    """Without this, the others would pass with a listener that hears nothing."""
    host = f"[{address}]" if ":" in address else address

    send(f"http://{host}:{PORT}/in", allow_private=True)

    assert heard(everywhere) == len(connections) == 1


def test_a_forbidden_address_is_not_connected_to_by_its_digits(
    everywhere: list[Receiver], connections: list[str]
) -> None:
    hosts = [f"[{address}]" if ":" in address else address for address in FORBIDDEN]

    tried = [url for host in hosts for url in (f"https://{host}/", f"https://{host}:{PORT}/in") if not is_refused(url)]

    assert (tried, connections, heard(everywhere)) == ([], [], 0)


def test_nor_by_a_name(everywhere: list[Receiver], connections: list[str], resolver: Resolver) -> None:
    asked = resolver(*([address] for address in FORBIDDEN))

    tried = [address for address in FORBIDDEN if not is_refused(f"https://crm.example.com:{PORT}/in")]

    assert (tried, connections, heard(everywhere)) == ([], [], 0)
    assert len(asked) == len(FORBIDDEN)


def test_nor_by_an_odd_spelling(everywhere: list[Receiver], connections: list[str], resolver: Resolver) -> None:
    asked = resolver(["1.1.1.1"])

    tried = [url for url in HOSTILE_URLS if not is_refused(url)]

    assert (tried, connections, heard(everywhere)) == ([], [], 0)
    assert asked == [], "what is refused is not even looked up"


@pytest.mark.parametrize("position", range(3))
@pytest.mark.parametrize("bad", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_a_name_with_one_bad_address_among_good_ones_is_not_connected_to_at_all(
    everywhere: list[Receiver], connections: list[str], resolver: Resolver, bad: str, position: int
) -> None:
    addresses = ["1.1.1.1", "2606:4700::1111"]
    addresses.insert(position, bad)
    resolver(addresses)

    with pytest.raises(PermanentFailure):
        send(f"https://crm.example.com:{PORT}/in")

    assert (heard(everywhere), connections) == (0, [])


def test_a_scope_in_an_answer_opens_nothing(connections: list[str], resolver: Resolver) -> None:
    resolver(["fe80::1%lo"])

    with pytest.raises(PermanentFailure, match="link-local"):
        send("https://crm.example.com/in")

    assert connections == []


def test_an_answer_that_turns_bad_after_the_check_is_never_asked_for(
    connections: list[str], everywhere: list[Receiver], start: StartReceiver, resolver: Resolver
) -> None:
    good = start(host="127.0.0.2", port=0)
    asked = resolver(["127.0.0.2"], ["127.0.0.1"])

    send(f"http://crm.example.com:{good.port}/in", allow_private=True)

    assert asked == ["crm.example.com"]
    assert connections == [str(("127.0.0.2", good.port))]
    assert heard(everywhere) == 0


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("header", ["Location", "Refresh", "Content-Location", "Alt-Svc", "Link"])
def test_a_redirect_leads_nowhere(
    everywhere: list[Receiver], start: StartReceiver, connections: list[str], status: int, header: str
) -> None:
    there = {"Refresh": f"0; url=http://127.0.0.1:{PORT}/", "Alt-Svc": f'h2=":{PORT}"'}
    value = there.get(header, f"http://127.0.0.1:{PORT}/")
    receiver = start(says=f"HTTP/1.1 {status} X\r\n{header}: {value}\r\nContent-Length: 0\r\n\r\n".encode())

    answer = send(receiver.url, allow_private=True)

    assert answer.status_code == status
    assert (heard(everywhere), len(connections)) == (0, 1)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_connected_to(
    everywhere: list[Receiver],
    connections: list[str],
    resolver: Resolver,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{PORT}")
    resolver(["10.0.0.1"])

    with pytest.raises(PermanentFailure, match="private"):
        send("https://crm.example.com/in")

    assert (heard(everywhere), connections) == (0, [])


# The same door for all who send


@pytest.fixture
def production(settings: LazySettings, resolver: Resolver) -> None:
    """Every name out there turns out to be this machine."""
    settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES = False
    settings.TWILIO_API_URL = f"https://api.example.com:{PORT}"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC0", "t0ken"
    resolver(["127.0.0.1"])


@pytest.mark.django_db
@pytest.mark.usefixtures("clock", "production")
def test_a_webhook_goes_through_it(
    everywhere: list[Receiver],
    connections: list[str],
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    now: Any,
) -> None:
    make_endpoint(clinic, url=f"https://crm.example.com:{PORT}/in")
    published(clinic, at=now)

    with pytest.raises(PermanentFailure, match="loopback"):
        send_webhook(Delivery.objects.get(channel=Delivery.Channel.WEBHOOK), now)

    assert heard(everywhere) == 0
    assert not [each for each in connections if str(PORT) in each]


@pytest.mark.django_db
@pytest.mark.usefixtures("clock", "production")
@pytest.mark.parametrize("vendor", Vendor.values)
def test_each_crm_goes_through_it(
    everywhere: list[Receiver],
    connections: list[str],
    clinic: Clinic,
    make_connection: Callable[..., CrmConnection],
    now: Any,
    vendor: str,
) -> None:
    needed = {"location_id": "L0"} if vendor == Vendor.GOHIGHLEVEL else {}
    connection = make_connection(
        clinic, vendor, base_url=f"https://crm.example.com:{PORT}", vendor_settings=needed, credentials=CREDENTIALS
    )

    with pytest.raises(PermanentFailure, match="loopback"):
        CrmSession(connection, adapter_of(connection), now=now).call("POST", "/")

    assert heard(everywhere) == 0
    assert not [each for each in connections if str(PORT) in each]


@pytest.mark.usefixtures("production")
def test_text_messages_go_through_it(everywhere: list[Receiver], connections: list[str]) -> None:
    with pytest.raises(PermanentFailure, match="loopback"):
        twilio.send_text(sender="+12185550199", recipient="+12185550187", text="Hello")

    assert (heard(everywhere), connections) == (0, [])
