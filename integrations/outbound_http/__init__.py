"""The only door for outgoing HTTP: it knows where a request really goes and never waits longer than it was told.

The rest of the project must not import `requests` or `urllib3`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError

from integrations.addresses import AddressRefused, check_url
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.outbound_http.connections import send
from integrations.outbound_http.exchange import Exchange, Unreachable

OUT_OF_TIME = "the receiver took longer than it may"
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "the receiver's certificate or TLS was not accepted"),
    (requests.exceptions.Timeout, "the receiver did not answer in time"),
    (requests.exceptions.ConnectionError, "the receiver closed the connection before it answered"),
    (Exception, "the receiver's answer could not be read"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What a receiver answered: any status, redirects as they are; `excerpt` is the raw beginning of the body."""

    status_code: int
    headers: Mapping[str, str]  # names in any case
    excerpt: bytes
    elapsed: timedelta


def request(
    method: str,
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    allow_private: bool,
    total_seconds: float = 20,
    max_response_bytes: int = 20_000,
    ca_bundle: str | None = None,
) -> Response:
    """Send these bytes to an address that staff gave us. Follows no redirect, uses no proxy, cookie or netrc.

    Args:
        allow_private: also http, any port and networks of our own; see `integrations.addresses`.
        total_seconds: for all of it: look-up, connection, TLS, sending, and the last byte that we read.
        max_response_bytes: read of the body at most, still compressed if the receiver compressed it.
        ca_bundle: path of PEM certificates to trust instead of the public ones, for a receiver with its own authority.

    Raises:
        PermanentFailure: the address is refused.
        TemporaryFailure: no complete answer (of a long one, as much as we read); the receiver may have got the
            request all the same. Holds the status if that much arrived.
    """
    try:
        target = check_url(url, allow_private=allow_private)
    except AddressRefused as refusal:
        raise PermanentFailure(str(refusal)) from refusal
    sent_headers = {"User-Agent": "Carefront", **headers}
    prepared = requests.Request(method, target.url, data=body, headers=sent_headers).prepare()
    exchange = Exchange(total_seconds, allow_private=allow_private)
    status_code = None
    try:
        with exchange:
            answer = send(prepared, exchange=exchange, verify=ca_bundle or True)
            try:
                status_code = answer.status_code
                excerpt = b""
                while more := answer.raw.read(max_response_bytes - len(excerpt), decode_content=False):
                    excerpt += more
            finally:
                answer.close()  # keeps the connection for another request only if this answer was read to its end
    except AddressRefused as refusal:
        raise PermanentFailure(str(refusal)) from refusal
    except (Unreachable, requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise TemporaryFailure(_reason(error, exchange), status_code=status_code) from error
    if exchange.is_over:  # a body without a length looks complete when its connection is cut
        raise TemporaryFailure(OUT_OF_TIME, status_code=status_code)
    return Response(status_code, answer.headers, excerpt, exchange.elapsed)


post = partial(request, "POST")


def _reason(error: Exception, exchange: Exchange) -> str:
    if exchange.is_over:
        return OUT_OF_TIME
    if isinstance(error, Unreachable):
        return str(error)
    return next(text for kind, text in REASONS if isinstance(error, kind))
