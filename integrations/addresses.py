"""Which addresses we send to: a receiver is named by staff and must never be a way into the network we run in."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from integrations.networks import IPAddress, refuse_reason

# Names that mean this machine or this network wherever they are asked; a name without any dot means it too.
# RFC 6761 (localhost, test, invalid, example), RFC 6762 (local; its appendix G: intranet, private, corp, home, lan),
# RFC 3172 (arpa), RFC 7686 (onion), RFC 9476 (alt), ICANN 2024 (internal); svc: of a Kubernetes cluster.
LOCAL_ENDINGS = (
    ".localhost", ".localdomain", ".local", ".internal", ".intranet", ".private", ".corp", ".home", ".lan", ".arpa",
    ".test", ".invalid", ".example", ".onion", ".alt", ".svc",
)  # fmt: skip

# Where a cloud's machine asks about itself, by a name of the public tree; the others end as above or have no dot.
METADATA_NAMES = frozenset({
    "api.metadata.cloud.ibm.com", "api.service.softlayer.com", "metadata.oraclecloud.com", "metadata.packet.net",
    "metadata.platformequinix.com", "metadata.tencentyun.com",
})  # fmt: skip

MAX_URL_LENGTH = 500  # what an endpoint stores
PUBLIC_PORTS = (443, 8443)
DEFAULT_PORTS = {"https": 443, "http": 80}

# RFC 3986, less what no receiver needs: userinfo and fragments. One reading only, by any parser.
URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[0-9a-z._-]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[a-z0-9._~!$&'()*+,;=:@%/-]*)?(?P<query>\?[a-z0-9._~!$&'()*+,;=:@%/?-]*)?",
    re.ASCII | re.IGNORECASE,
)
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(?:\.{LABEL})*")
NUMERIC_ENDING = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")  # WHATWG URL, "ends in a number": meant as IPv4


class AddressRefused(Exception):
    """We do not send there. The text is for staff and never repeats the URL, which may hold a token."""


class NameNotFound(Exception):
    """The name has no address at present; it may have one later."""


@dataclass(frozen=True, slots=True)
class ParsedTarget:
    """An accepted URL: `url` in one spelling, `host` in lower case without brackets, `port` always set."""

    url: str
    scheme: str
    host: str
    port: int


def check_url(url: str, *, allow_private: bool) -> ParsedTarget:
    """Refuse a URL that no receiver of ours can have. Looks nothing up: names are checked when we connect.

    Args:
        allow_private: also accept http, any port, local names and `OWN_NETWORKS`.

    Raises:
        AddressRefused: with what to correct.
    """
    if len(url) > MAX_URL_LENGTH:
        raise AddressRefused(f"The address is longer than {MAX_URL_LENGTH} characters.")
    match = URL.fullmatch(url)
    if match is None:
        raise AddressRefused(_spelling_mistake(url))
    scheme, host = match["scheme"].lower(), match["host"].lower()
    if scheme != "https" and not allow_private:
        raise AddressRefused("The address must begin with https://.")
    port = int(match["port"] or DEFAULT_PORTS[scheme])
    if not 1 <= port <= 65535 or (port not in PUBLIC_PORTS and not allow_private):
        raise AddressRefused("The port must be " + " or ".join(map(str, PUBLIC_PORTS)) + ".")

    if host.startswith("[") or NUMERIC_ENDING.fullmatch(host.removesuffix(".")):
        _check_literal(host, allow_private=allow_private)
    elif not NAME.fullmatch(host):
        raise AddressRefused("The host is not a valid name; write it without a dot at its end.")
    elif not allow_private and ("." not in host or host.endswith(LOCAL_ENDINGS)):
        raise AddressRefused("The host is a name of the local network.")
    elif host in METADATA_NAMES:
        raise AddressRefused("The host is where a cloud keeps its machines' credentials.")

    netloc = host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    canonical = f"{scheme}://{netloc}{match['path'] or '/'}{match['query'] or ''}"
    return ParsedTarget(url=canonical, scheme=scheme, host=host.strip("[]"), port=port)


def resolve(host: str, port: int, *, allow_private: bool) -> tuple[IPAddress, ...]:
    """All addresses of a name or literal, in the system's order of preference. Blocks as long as the resolver does.

    Raises:
        AddressRefused: one of them is refused; a name that mixes public and private ones is an attack or a mistake.
        NameNotFound: there is none.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise NameNotFound("the name of the receiver does not resolve") from error
    addresses = tuple(dict.fromkeys(ipaddress.ip_address(answer[4][0]) for answer in answers))
    if not addresses:
        raise NameNotFound("the name of the receiver does not resolve")
    for address in addresses:
        if reason := refuse_reason(address, allow_private=allow_private):
            raise AddressRefused(f"The host is an address that we do not send to: {reason}.")
    return addresses


def _check_literal(host: str, *, allow_private: bool) -> None:
    try:
        address: IPAddress = IPv6Address(host[1:-1]) if host.startswith("[") else IPv4Address(host)
    except ValueError:
        raise AddressRefused("Write an IP address in its usual form, such as 198.51.100.7.") from None
    if reason := refuse_reason(address, allow_private=allow_private):
        raise AddressRefused(f"The host is an address that we do not send to: {reason}.")


def _spelling_mistake(url: str) -> str:
    if not url.isascii():
        return "Write the address in ASCII: an international name as xn--…, other characters percent-encoded."
    if re.search(r"[\x00-\x20\x7f\\]", url):
        return "The address holds a space, a control character or a backslash."
    if "#" in url:
        return "The address must not hold a # part: it would not be sent."
    if re.match(r"https?://[^/?]*@", url, re.IGNORECASE):
        return "The address must not hold a user name or password."
    if not re.match(r"https?://", url, re.IGNORECASE):
        return "The address must begin with https://."
    return "The address is not a complete, correctly spelled URL."
