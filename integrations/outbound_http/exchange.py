"""One request and its answer on the wire: where it may go, and that it ends in time."""

import socket
import threading
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from integrations.addresses import AddressRefused, NameNotFound, resolve
from integrations.networks import IPAddress, refuse_reason
from integrations.outbound_http.deadlines import DEADLINES, Deadline


class Unreachable(Exception):
    """Not an OSError, so that urllib3 lets it pass with its text."""


class Exchange:
    """One request and its answer: what it may connect to, and the socket to cut when its time is up.

    Timeouts of sockets start again with every byte. A deadline ends the conversation instead, by shutting down its own
    handle on the connection: that wakes the reading thread wherever it waits, inside a TLS handshake as well, and
    cannot hit a descriptor that was closed and given to somebody else.
    """

    def __init__(self, seconds: float, *, allow_private: bool) -> None:
        self.allow_private = allow_private
        self.is_over = False
        self._began_at = monotonic()
        self._ends_at = self._began_at + seconds
        self._deadline = Deadline(self._ends_at, self._cut)
        self._handle: socket.socket | None = None
        self._handle_lock = threading.Lock()

    def __enter__(self) -> None:
        DEADLINES.add(self._deadline)

    def __exit__(self, *_: object) -> None:
        self._deadline.cancel()
        with self._handle_lock:
            if self._handle:
                self._handle.close()
                self._handle = None

    @property
    def elapsed(self) -> timedelta:
        return timedelta(seconds=monotonic() - self._began_at)

    @property
    def seconds_left(self) -> float:
        return max(0.001, self._ends_at - monotonic())

    @property
    def backstop_seconds(self) -> float:
        """For the socket's own timeouts: a little late, so that it is the deadline that says what happened."""
        return self.seconds_left + 1

    def connect(self, host: str, port: int) -> socket.socket:
        """Resolve once and connect to what was checked, sharing the time left between the addresses."""
        addresses = self._resolve(host, port)
        for position, address in enumerate(addresses):
            connection = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
            try:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.settimeout(self.seconds_left / (len(addresses) - position))
                connection.connect((str(address), port))
                connection.settimeout(self.backstop_seconds)
                self.watch(connection)
            except OSError:
                connection.close()
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        raise Unreachable("the receiver refused the connection or could not be reached")

    def watch(self, connection: socket.socket) -> None:
        """Check who is really at the other end, also of a connection kept from an earlier request, and time it."""
        if reason := refuse_reason(connection.getpeername()[0], allow_private=self.allow_private):
            raise AddressRefused(f"The host is an address that we do not send to: {reason}.")
        with self._handle_lock:
            if self.is_over:
                raise Unreachable
            if self._handle:
                self._handle.close()
            self._handle = socket.fromfd(connection.fileno(), connection.family, connection.type)

    def _resolve(self, host: str, port: int) -> tuple[IPAddress, ...]:
        # The resolver cannot be interrupted, and whoever runs the receiver's name server decides how slow it is.
        answer: Future[tuple[IPAddress, ...]] = Future()

        def look_up() -> None:
            try:
                answer.set_result(resolve(host, port, allow_private=self.allow_private))
            except Exception as error:  # noqa: BLE001 - handed to the waiting thread
                answer.set_exception(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            return answer.result(timeout=self.seconds_left)
        except NameNotFound as error:
            raise Unreachable(str(error)) from error
        except TimeoutError as error:
            raise Unreachable("the name of the receiver was not resolved in time") from error

    def _cut(self) -> None:
        with self._handle_lock:
            self.is_over = True
            if self._handle:
                with suppress(OSError):  # the receiver was faster
                    self._handle.shutdown(socket.SHUT_RDWR)
