"""Which addresses we send to: a receiver is named by staff and must never be a way into the network we run in."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

# Networks of our own, which `allow_private` opens for development, tests and a receiver on the same machine.
OWN_NETWORKS = {
    "127.0.0.0/8": "loopback (RFC 1122, 3.2.1.3)",
    "::1/128": "loopback (RFC 4291, 2.5.3)",
    "10.0.0.0/8": "private (RFC 1918)",
    "172.16.0.0/12": "private (RFC 1918)",
    "192.168.0.0/16": "private (RFC 1918)",
    "100.64.0.0/10": "shared by a carrier's customers (RFC 6598)",
    "fc00::/7": "unique local (RFC 4193)",
}

# Never opened. IANA IPv4 and IPv6 Special-Purpose Address Registries, IANA IPv6 Address Space, and one cloud's own.
NEVER_NETWORKS = {
    "0.0.0.0/8": "this network (RFC 791, 3.2)",
    "169.254.0.0/16": "link-local, where clouds keep their credentials (RFC 3927)",
    "192.0.0.0/24": "protocol assignments (RFC 6890)",
    "192.0.2.0/24": "documentation (RFC 5737)",
    "192.31.196.0/24": "AS112 sink (RFC 7535)",
    "192.52.193.0/24": "AMT relay (RFC 7450)",
    "192.88.99.0/24": "6to4 relay (RFC 7526)",
    "192.175.48.0/24": "AS112 sink (RFC 7534)",
    "198.18.0.0/15": "benchmarking (RFC 2544)",
    "198.51.100.0/24": "documentation (RFC 5737)",
    "203.0.113.0/24": "documentation (RFC 5737)",
    "224.0.0.0/4": "multicast (RFC 5771)",
    "255.255.255.255/32": "broadcast (RFC 919)",
    "240.0.0.0/4": "reserved (RFC 1112, 4)",
    "168.63.129.16/32": "the host of an Azure machine (Azure documentation: What is IP address 168.63.129.16?)",
    "::/128": "unspecified (RFC 4291, 2.5.2)",
    "::ffff:0:0/96": "IPv4-mapped (RFC 4291, 2.5.5.2)",
    "::ffff:0:0:0/96": "IPv4-translated (RFC 2765, 2.1)",
    "::/96": "IPv4-compatible (RFC 4291, 2.5.5.1)",
    "64:ff9b::/96": "NAT64 (RFC 6052)",
    "64:ff9b:1::/48": "local NAT64 (RFC 8215)",
    "100::/64": "discard (RFC 6666)",
    "100:0:0:1::/64": "dummy prefix (RFC 9780)",
    "2001::/32": "Teredo (RFC 4380)",
    "2001:2::/48": "benchmarking (RFC 5180)",
    "2001:10::/28": "ORCHID (RFC 4843)",
    "2001:20::/28": "ORCHIDv2 (RFC 7343)",
    "2001:30::/28": "drone identities (RFC 9374)",
    "2001::/23": "protocol assignments (RFC 2928)",
    "2001:db8::/32": "documentation (RFC 3849)",
    "2002::/16": "6to4 (RFC 3056)",
    "2620:4f:8000::/48": "AS112 sink (RFC 7534)",
    "3fff::/20": "documentation (RFC 9637)",
    "5f00::/16": "segment routing (RFC 9602)",
    "fe80::/10": "link-local (RFC 4291, 2.5.6)",
    "fec0::/10": "site-local (RFC 3879)",
    "ff00::/8": "multicast (RFC 4291, 2.7)",
}
GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4; the only part of IPv6 given out to anybody

# Names that mean this machine or this network wherever they are asked; a name without any dot means it too.
# RFC 6761 (localhost, test, invalid), RFC 6762 (local), RFC 8375 (home.arpa), RFC 7686 (onion),
# ICANN 2024 (internal); lan: home routers.
LOCAL_ENDINGS = (
    ".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan", ".test", ".invalid", ".onion",
)  # fmt: skip

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

_NETWORKS: list[tuple[IPv4Network | IPv6Network, str, bool]] = [
    (ipaddress.ip_network(network), meaning, is_own)
    for networks, is_own in ((OWN_NETWORKS, True), (NEVER_NETWORKS, False))
    for network, meaning in networks.items()
]


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


def refuse_reason(ip: IPAddress | str, *, allow_private: bool = False) -> str | None:
    """Why we do not connect to this address, or None for an ordinary public one.

    Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo) are refused whatever they carry.
    """
    address = ipaddress.ip_address(ip) if isinstance(ip, str) else ip
    for network, meaning, is_own in _NETWORKS:
        if address.version == network.version and address in network:
            return None if is_own and allow_private else f"{address} is {meaning}"
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return f"{address} is not global unicast (RFC 4291, 2.4)"
    return None


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
