"""For a library that brings its own use of `requests`: the same door, in the shape that it expects."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter

from integrations import outbound_http

TOTAL_SECONDS = 20


class Session(requests.Session):
    """Each request ends in time, follows no redirect, and uses no proxy, cookie or netrc of the environment.

    Raises what `outbound_http.request` raises, which no library of `requests` catches.
    """

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self.trust_env = False
        # The beginning of an answer is kept as it came: a compressed one would have to be trusted to be small.
        self.headers["Accept-Encoding"] = "identity"
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(allow_private=allow_private))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class _Adapter(BaseAdapter):
    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self.allow_private = allow_private

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        answer = outbound_http.request(
            str(request.method),
            str(request.url),
            body=_bytes(request.body),
            headers=dict(request.headers),
            allow_private=self.allow_private,
            total_seconds=TOTAL_SECONDS,
        )
        return _as_response(request, answer.status_code, answer.headers, answer.excerpt)

    def close(self) -> None:
        """Nothing of this one's is open."""


def _bytes(body: bytes | str | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def _as_response(
    request: requests.PreparedRequest, status_code: int, headers: Mapping[str, str], body: bytes
) -> requests.Response:
    response = requests.Response()
    response.request, response.url = request, str(request.url)
    response.status_code = status_code
    response.headers.update(headers)
    response.encoding = "utf-8"
    response.raw = BytesIO(body)
    return response
