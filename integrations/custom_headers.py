"""Headers that staff add to an endpoint's requests: a token that the receiver asks for, and nothing that is ours."""

import re
from collections.abc import Mapping

MAX_HEADERS = 10
MAX_VALUE_LENGTH = 2_000

# RFC 9110, 5.6.2: a token; 5.5: visible ASCII, spaces and tabs inside. `fullmatch`: `$` would let a line break in.
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}", re.ASCII)
VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?", re.ASCII)

# What says where a message goes, how long it is and what it holds, or belongs to one connection (RFC 9110, 7.6.1).
OURS = frozenset({
    "host", "user-agent", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect",
    "cookie", "accept-encoding", "date", "via", "forwarded", "http2-settings",
})  # fmt: skip
OUR_PREFIXES = ("webhook-", "content-", "proxy-", "x-forwarded-", "sec-")


class HeaderRefused(ValueError):
    """Names the header, never its value."""


def check_headers(headers: object) -> None:
    """Return if these may be sent with every request of an endpoint.

    Raises:
        HeaderRefused: with what to correct.
    """
    if not isinstance(headers, Mapping):
        raise HeaderRefused("Headers are names and values.")
    if len(headers) > MAX_HEADERS:
        raise HeaderRefused(f"An endpoint has {MAX_HEADERS} headers of its own at most.")
    seen: set[str] = set()
    for name, value in headers.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise HeaderRefused("A header's name is made of letters, digits and hyphens.")
        lower = name.lower()
        if lower in OURS or lower.startswith(OUR_PREFIXES):
            raise HeaderRefused(f"{name} is a header that we set.")
        if lower in seen:
            raise HeaderRefused(f"{name} is there twice.")
        seen.add(lower)
        if not isinstance(value, str) or len(value) > MAX_VALUE_LENGTH or not VALUE.fullmatch(value):
            raise HeaderRefused(f"The value of {name} is one line of ASCII, {MAX_VALUE_LENGTH} characters at most.")


def parse_headers(text: str) -> dict[str, str]:
    """From "Name: value", one a line.

    Raises:
        HeaderRefused: a line without a colon, or a header that `check_headers` refuses.
    """
    headers: dict[str, str] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        name, colon, value = line.strip("\r").partition(":")
        if not colon:
            raise HeaderRefused("Write a header as Name: value, one a line.")
        if name.strip().lower() in {each.lower() for each in headers}:
            raise HeaderRefused(f"{name.strip()} is there twice.")
        headers[name.strip()] = value.strip(" \t")
    check_headers(headers)
    return headers
