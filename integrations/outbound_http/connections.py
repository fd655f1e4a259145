"""Connections of `requests` and `urllib3` that go only where an exchange lets them."""

import socket
import threading
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from integrations.outbound_http.exchange import Exchange

# A connection idle for longer may have been forgotten by a firewall between us, which would cost a whole time limit.
KEEP_ALIVE_SECONDS = 30


def send(request: requests.PreparedRequest, *, exchange: Exchange, verify: bool | str) -> requests.Response:
    """Send on a connection of this thread, kept or new, within `exchange`, which the caller has entered.

    Uses the adapter without a `requests.Session`: that is where proxies, netrc, cookies and redirects come from.

    Returns:
        status and headers; the body is still to be read from `raw`, and the answer to be closed.
    """
    _thread.exchange = exchange
    try:
        return _thread.adapter.send(request, stream=True, timeout=exchange.backstop_seconds, verify=verify)
    finally:
        _thread.exchange = None


class _Connection(HTTPConnection):
    """The TLS name, its certificate and the Host header stay urllib3's business and follow the name in the URL."""

    _used_at = 0.0

    def _new_conn(self) -> socket.socket:
        self._used_at = monotonic()
        return _exchange().connect(self.host, self.port)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None and monotonic() - self._used_at > KEEP_ALIVE_SECONDS:
            self.close()  # http.client opens it again
        if self.sock is not None:
            _exchange().watch(self.sock)
        self._used_at = monotonic()
        super().request(*args, **kwargs)


class _TLSConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}


class _Thread(threading.local):
    """Connections are kept per thread: nothing is shared, and a worker with much for one receiver connects once."""

    def __init__(self) -> None:
        self.adapter = _Adapter(pool_connections=10, pool_maxsize=1)
        self.exchange: Exchange | None = None


_thread = _Thread()


def _exchange() -> Exchange:
    if _thread.exchange is None:
        raise RuntimeError("Connections are used through send() only.")
    return _thread.exchange
