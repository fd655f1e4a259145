"""A server on loopback that behaves as badly as it is told to."""

import socket
import ssl
import threading
from collections.abc import Callable
from time import monotonic

NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"
PATIENCE_SECONDS = 10


class Receiver:
    """A TCP server on loopback that reads requests and then does as it is told with the connection.

    `read` returns one request, b"" when there is none any more; `behave` is called after each and returns True to
    close the connection.
    """

    def __init__(
        self,
        behave: Callable[[socket.socket], bool],
        *,
        read: Callable[[socket.socket], bytes] | None,
        host: str,
        port: int,
        tls: ssl.SSLContext | None,
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._behave = behave
        self._read = read or self._read_request
        self._tls = tls
        self._stopping = threading.Event()
        self._listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.host, self.port = self._listener.getsockname()[:2]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/in"

    def drip(self, connection: socket.socket, data: bytes) -> None:
        """Send a byte now and then until the other side has enough or the test ends."""
        while not self._stopping.is_set():
            for position in range(len(data)):
                connection.sendall(data[position : position + 1])
                if self._stopping.wait(0.02):
                    return

    def say_nothing(self) -> None:
        self._stopping.wait()

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(PATIENCE_SECONDS)
            self._threads.append(threading.Thread(target=self._serve, args=[connection]))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection if self._tls is None else self._tls.wrap_socket(connection, server_side=True) as wire:
                while request := self._read(wire):
                    self.requests.append(request)
                    wire.settimeout(PATIENCE_SECONDS)  # reading waits for less, and a sender may be slow
                    if self._behave(wire):
                        return
        except OSError:
            return  # the sender hung up: what these tests are about

    def _read_request(self, connection: socket.socket) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            if not (data := self._receive(connection)):
                return b""
            received += data
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def _receive(self, connection: socket.socket) -> bytes:
        """The next bytes of a connection that may be kept open and idle until the test ends."""
        deadline = monotonic() + PATIENCE_SECONDS
        connection.settimeout(0.05)
        while not self._stopping.is_set() and monotonic() < deadline:
            try:
                return connection.recv(65536)
            except TimeoutError:
                continue
        return b""


StartReceiver = Callable[..., Receiver]
Resolver = Callable[..., list[str]]
