"""Outgoing HTTP goes where it was told and nowhere else, and comes back in time whatever the receiver does."""

import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from requests.exceptions import InvalidHeader

from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.outbound_http import Response, post
from tests.integrations.raw_receiver import NO_CONTENT, Resolver, StartReceiver

# Some of these need port 8443, which is one of the two allowed: one worker runs them all.
pytestmark = pytest.mark.xdist_group("port-8443")

LIMIT_SECONDS = 0.5
# Far above the limit, far below the minutes of an unguarded client: not a measurement.
MUCH_TOO_LONG = timedelta(seconds=20)


def send(
    url: str, *, body: bytes = b"{}", total_seconds: float = 5, allow_private: bool = True, **more: object
) -> Response:
    return post(url, body=body, headers={}, allow_private=allow_private, total_seconds=total_seconds, **more)  # type: ignore[arg-type]


# What is sent and what comes back


def test_exactly_these_bytes_and_headers_arrive_and_the_answer_comes_back(start: StartReceiver) -> None:
    receiver = start(says=b"HTTP/1.1 202 Accepted\r\nRetry-After: 7\r\nContent-Length: 6\r\n\r\nthanks")

    answer = post(
        f"http://127.0.0.1:{receiver.port}/in?clinic=north",
        body='{"name":"é"}'.encode(),
        headers={"Content-Type": "application/json", "webhook-id": "0195"},
        allow_private=True,
    )

    assert (answer.status_code, answer.headers["retry-after"], answer.excerpt) == (202, "7", b"thanks")
    assert timedelta(0) < answer.elapsed < MUCH_TOO_LONG
    head, _, body = receiver.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /in?clinic=north HTTP/1.1\r\n")
    assert b"webhook-id: 0195" in head
    assert f"Host: 127.0.0.1:{receiver.port}".encode() in head
    assert b"Accept-Encoding: identity" in head
    assert body == '{"name":"é"}'.encode()


@pytest.mark.parametrize("status_code", [200, 301, 307, 400, 410, 429, 500])
def test_every_status_is_an_answer_and_a_redirect_is_not_followed(start: StartReceiver, status_code: int) -> None:
    elsewhere = start()
    receiver = start(
        says=f"HTTP/1.1 {status_code} X\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
    )

    answer = send(receiver.url)

    assert answer.status_code == status_code
    assert elsewhere.connections == 0


def test_ipv6_is_spoken(start: StartReceiver) -> None:
    receiver = start(host="::1")

    assert send(f"http://[::1]:{receiver.port}/in").status_code == 204


def test_proxies_netrc_and_cookies_are_not_used(
    start: StartReceiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proxy = start()
    receiver = start(says=b"HTTP/1.1 204 X\r\nSet-Cookie: a=b\r\n\r\n")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login staff password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))

    send(receiver.url)
    send(receiver.url)

    assert proxy.connections == 0
    assert len(receiver.requests) == 2
    assert all(b"authorization" not in request.lower() for request in receiver.requests)
    assert all(b"cookie" not in request.lower() for request in receiver.requests)


def test_a_header_that_cannot_be_sent_is_a_mistake_of_ours_and_no_failed_delivery(start: StartReceiver) -> None:
    with pytest.raises(InvalidHeader):
        post(start().url, body=b"", headers={"webhook-id": "1\r\nx-evil: 1"}, allow_private=True)


def test_only_the_beginning_of_a_long_answer_is_read(start: StartReceiver) -> None:
    receiver = start(says=b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000)

    answer = send(receiver.url, max_response_bytes=1_000)

    assert answer.excerpt == b"x" * 1_000


def test_a_compressed_answer_stays_compressed(start: StartReceiver) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    receiver = start(says=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)

    answer = send(receiver.url)

    assert answer.excerpt == bomb[:20_000]


# Kept connections


def test_a_second_request_to_the_same_receiver_uses_the_same_connection(start: StartReceiver) -> None:
    receiver = start(says=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")

    excerpts = [send(receiver.url).excerpt for _ in range(3)]

    assert excerpts == [b"ok"] * 3
    assert receiver.connections == 1


def test_a_connection_whose_answer_was_not_read_to_the_end_is_not_used_again(start: StartReceiver) -> None:
    receiver = start(says=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/")

    answers = [send(receiver.url, max_response_bytes=2).excerpt for _ in range(2)]

    assert answers == [b"HT", b"HT"]
    assert receiver.connections == 2


def test_a_connection_that_the_receiver_has_closed_is_replaced(start: StartReceiver) -> None:
    receiver = start(says=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    assert [send(receiver.url).status_code for _ in range(2)] == [200, 200]
    assert receiver.connections == 2


def test_a_connection_that_idled_for_long_is_replaced(start: StartReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = start()
    send(receiver.url)
    monkeypatch.setattr("integrations.outbound_http.connections.KEEP_ALIVE_SECONDS", 0)

    send(receiver.url)

    assert receiver.connections == 2


# Where it goes


def test_a_refused_address_needs_a_person(start: StartReceiver) -> None:
    receiver = start()

    with pytest.raises(PermanentFailure, match="https"):
        send(receiver.url, allow_private=False)

    assert receiver.connections == 0


def test_a_public_name_with_a_private_address_is_not_connected_to(start: StartReceiver, resolver: Resolver) -> None:
    host, port = "127.0.0.77", 8443
    receiver = start(host=host, port=port)
    resolver([host])

    with pytest.raises(PermanentFailure, match="loopback"):
        send(f"https://crm.example.com:{port}/in", allow_private=False)

    assert receiver.connections == 0


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_connected_to(
    start: StartReceiver, resolver: Resolver
) -> None:
    first = start(host="127.0.0.1")
    second = start(host="127.0.0.2", port=first.port)
    asked = resolver(["127.0.0.1"], ["127.0.0.2"])

    send(f"http://crm.example.com:{first.port}/in")

    assert asked == ["crm.example.com"]
    assert (first.connections, second.connections) == (1, 0)
    assert b"Host: crm.example.com" in first.requests[0]


def test_a_name_that_turns_to_a_refused_address_later_is_refused_then(start: StartReceiver, resolver: Resolver) -> None:
    receiver = start(says=b"HTTP/1.1 204 X\r\nConnection: close\r\n\r\n")
    resolver(["127.0.0.1"], ["169.254.169.254"])
    url = f"http://crm.example.com:{receiver.port}/in"
    send(url)

    with pytest.raises(PermanentFailure, match="link-local"):
        send(url)


def test_the_next_address_is_tried_when_the_first_refuses(start: StartReceiver, resolver: Resolver) -> None:
    receiver = start(host="127.0.0.1")
    resolver(["127.0.0.3", "127.0.0.1"])

    assert send(f"http://crm.example.com:{receiver.port}/in").status_code == 204


# TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> "Authority":
    return Authority(tmp_path_factory.mktemp("authority"))


class Authority:
    """A certificate authority of these tests, whose certificate is at `path`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.path = str(folder / "authority.pem")
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        certificate = (
            self._certificate(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
        (folder / "authority.pem").write_bytes(
            certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )

    def context_for(self, *names: str) -> ssl.SSLContext:
        """A server's TLS with a certificate for these names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = [x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name) for name in names]
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate = (
            self._certificate(subject, key.public_key())
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        path = self.folder / f"{names[0]}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _certificate(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )


def test_certificate_and_server_name_are_those_of_the_name_and_not_of_the_address(
    start: StartReceiver, resolver: Resolver, authority: Authority
) -> None:
    asked_for: list[str | None] = []
    tls = authority.context_for("crm.example.com")
    tls.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    receiver = start(tls=tls)
    resolver(["127.0.0.1"])

    answers = [send(f"https://crm.example.com:{receiver.port}/in", ca_bundle=authority.path) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert asked_for == ["crm.example.com"]
    assert receiver.connections == 1
    assert f"Host: crm.example.com:{receiver.port}".encode() in receiver.requests[0]


@pytest.mark.parametrize("names", [("other.example.com",), ("127.0.0.1",)])
def test_a_certificate_for_another_name_is_not_accepted(
    start: StartReceiver, resolver: Resolver, authority: Authority, names: tuple[str, ...]
) -> None:
    receiver = start(tls=authority.context_for(*names))
    resolver(["127.0.0.1"])

    with pytest.raises(TemporaryFailure, match="certificate"):
        send(f"https://crm.example.com:{receiver.port}/in", ca_bundle=authority.path)

    assert receiver.requests == []


def test_a_certificate_of_an_unknown_authority_is_not_accepted(
    start: StartReceiver, resolver: Resolver, authority: Authority
) -> None:
    receiver = start(tls=authority.context_for("crm.example.com"))
    resolver(["127.0.0.1"])

    with pytest.raises(TemporaryFailure, match="certificate"):
        send(f"https://crm.example.com:{receiver.port}/in")

    assert receiver.requests == []


def test_a_connection_kept_from_a_private_address_is_checked_again(
    start: StartReceiver, resolver: Resolver, authority: Authority
) -> None:
    receiver = start(host="127.0.0.77", port=8443, tls=authority.context_for("crm.example.com"))
    asked = resolver(["127.0.0.77"], ["1.1.1.1"])
    url = "https://crm.example.com:8443/in"
    send(url, ca_bundle=authority.path)

    with pytest.raises(PermanentFailure, match="loopback"):
        send(url, ca_bundle=authority.path, allow_private=False)

    assert len(receiver.requests) == 1
    assert len(asked) == 1


# What goes wrong


def test_a_name_that_does_not_resolve_may_do_so_later(resolver: Resolver) -> None:
    resolver([])

    with pytest.raises(TemporaryFailure, match="does not resolve"):
        send("https://crm.example.com/in")


def test_a_receiver_that_is_down_may_be_up_later(start: StartReceiver) -> None:
    receiver = start()
    receiver.stop()

    with pytest.raises(TemporaryFailure, match="refused the connection"):
        send(receiver.url)


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"HTTP/1.1 2",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=range(8),
)
def test_an_answer_that_is_not_one_may_be_better_later(start: StartReceiver, says: bytes) -> None:
    def babble(connection: socket.socket) -> bool:
        connection.sendall(says)
        return True

    with pytest.raises(TemporaryFailure) as failure:
        send(start(babble).url)

    assert "OpenSSH" not in str(failure.value)


def test_plain_text_where_tls_was_expected_is_a_failure_of_tls(start: StartReceiver) -> None:
    def babble(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return True

    receiver = start(babble, read=lambda wire: wire.recv(5))

    with pytest.raises(TemporaryFailure):
        send(f"https://127.0.0.1:{receiver.port}/in")


@contextmanager
def cut_after_the_limit() -> Iterator[None]:
    began_at = monotonic()
    with pytest.raises(TemporaryFailure, match="longer than it may"):
        yield
    assert timedelta(seconds=monotonic() - began_at) < MUCH_TOO_LONG


@pytest.mark.parametrize(
    ("first", "again_and_again"),
    [
        (b"", b"HTTP/1.1 200 OK"),
        (b"HTTP/1.1 200 OK\r\n", b"x: y"),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"drip"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"drip"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"x: y\r\n"),
    ],
    ids=["status", "one header", "headers", "100s", "body", "body without length", "chunks", "trailers"],
)
def test_a_receiver_that_drips_is_cut_off(start: StartReceiver, first: bytes, again_and_again: bytes) -> None:
    def drip(connection: socket.socket) -> bool:
        connection.sendall(first)
        receiver.drip(connection, again_and_again)
        return True

    receiver = start(drip)

    with cut_after_the_limit():
        send(receiver.url, total_seconds=LIMIT_SECONDS)


def test_a_receiver_that_drips_on_a_kept_connection_is_cut_off_too(start: StartReceiver) -> None:
    def answer_once(connection: socket.socket) -> bool:
        if len(receiver.requests) == 1:
            connection.sendall(NO_CONTENT)
            return False
        receiver.drip(connection, b"HTTP/1.1 200 OK")
        return True

    receiver = start(answer_once)
    send(receiver.url)

    with cut_after_the_limit():
        send(receiver.url, total_seconds=LIMIT_SECONDS)
    assert receiver.connections == 1


def test_endless_headers_at_full_speed_are_cut_off(start: StartReceiver) -> None:
    def flood(connection: socket.socket) -> bool:
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    with cut_after_the_limit():
        send(start(flood).url, total_seconds=LIMIT_SECONDS)


def test_a_receiver_that_says_nothing_is_cut_off(start: StartReceiver) -> None:
    def stay_silent(_: socket.socket) -> bool:
        receiver.say_nothing()
        return True

    receiver = start(stay_silent)

    with cut_after_the_limit():
        send(receiver.url, total_seconds=LIMIT_SECONDS)


def test_a_receiver_that_reads_nothing_is_cut_off(start: StartReceiver) -> None:
    def read_nothing(_: socket.socket) -> bytes:
        receiver.say_nothing()
        return b""

    receiver = start(read=read_nothing)

    with cut_after_the_limit():
        send(receiver.url, body=bytes(20_000_000), total_seconds=LIMIT_SECONDS)


def test_a_receiver_that_drips_its_tls_greeting_is_cut_off(start: StartReceiver) -> None:
    def drip(connection: socket.socket) -> bool:
        receiver.drip(connection, b"\x16\x03\x03\x3f\xff" + bytes(16383))
        return True

    receiver = start(drip, read=lambda wire: wire.recv(5))

    with cut_after_the_limit():
        send(f"https://127.0.0.1:{receiver.port}/in", total_seconds=LIMIT_SECONDS)


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    test_is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: test_is_over.wait(30) and [])

    try:
        with pytest.raises(TemporaryFailure):
            send("https://crm.example.com/in", total_seconds=0.1)
        assert not test_is_over.is_set()
    finally:
        test_is_over.set()


def test_the_status_is_kept_when_the_body_is_cut_off(start: StartReceiver) -> None:
    def drip(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 100000\r\n\r\n")
        receiver.drip(connection, b"x")
        return True

    receiver = start(drip)

    with pytest.raises(TemporaryFailure) as failure:
        send(receiver.url, total_seconds=LIMIT_SECONDS)

    assert failure.value.status_code == 503
