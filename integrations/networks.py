"""Which IP addresses nobody on the public internet has: a receiver named by staff must not be a way into a network."""

import ipaddress
from functools import lru_cache
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

# Where a cloud hands its machines their credentials, beside 169.254.0.0/16. Some lie in networks that may be our own.
METADATA_NETWORKS = {
    "100.100.100.200/32": "the metadata of an Alibaba machine (Alibaba Cloud documentation: Instance metadata)",
    "168.63.129.16/32": "the host of an Azure machine (Azure documentation: What is IP address 168.63.129.16?)",
    "fd00:ec2::/32": "the metadata of an Amazon machine (Amazon EC2 documentation: Access instance metadata)",
    "fd20:ce::254/128": "the metadata of a Google machine (Google Cloud documentation: About VM metadata)",
    "fd00:42::42/128": "the metadata of a Scaleway machine (Scaleway documentation: Instance metadata)",
    "fd00:c1::a9fe:a9fe/128": "the metadata of an Oracle machine (Oracle Cloud documentation: Instance metadata)",
}

# Never opened. IANA IPv4 and IPv6 Special-Purpose Address Registries, IANA IPv6 Address Space.
NEVER_NETWORKS = METADATA_NETWORKS | {
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
    "::/128": "unspecified (RFC 4291, 2.5.2)",
    "::ffff:0:0/96": "IPv4-mapped (RFC 4291, 2.5.5.2)",
    "::ffff:0:0:0/96": "IPv4-translated (RFC 2765, 2.1)",
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
    "3ffe::/16": "6bone, given back (RFC 3701)",
    "3fff::/20": "documentation (RFC 9637)",
    "5f00::/16": "segment routing (RFC 9602)",
    "fe80::/10": "link-local (RFC 4291, 2.5.6)",
    "fec0::/10": "site-local (RFC 3879)",
    "ff00::/8": "multicast (RFC 4291, 2.7)",
}
IPV4_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1; holds ::1, which may be our own
GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4; the only part of IPv6 given out to anybody
# RFC 5214, 6.1: what stands before an IPv4 address in the lower half, under any prefix; the bit says "unique".
ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})

# The more special ones first: some of them lie within a network of our own.
_NETWORKS: list[tuple[IPv4Network | IPv6Network, str, bool]] = [
    (ipaddress.ip_network(network), meaning, is_own)
    for networks, is_own in ((NEVER_NETWORKS, False), (OWN_NETWORKS, True))
    for network, meaning in networks.items()
]


@lru_cache(maxsize=1024)  # asked twice for every request of a queue to one receiver
def refuse_reason(ip: IPAddress | str, *, allow_private: bool = False) -> str | None:
    """Why we do not connect to this address, or None for an ordinary public one.

    Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo, ISATAP) are refused whatever they carry.
    """
    address = ipaddress.ip_address(ip) if isinstance(ip, str) else ip
    for network, meaning, is_own in _NETWORKS:
        if address.version == network.version and address in network:
            return None if is_own and allow_private else f"{address} is {meaning}"
    if isinstance(address, IPv6Address):
        if address in IPV4_COMPATIBLE:
            return f"{address} is IPv4-compatible (RFC 4291, 2.5.5.1)"
        if address not in GLOBAL_UNICAST:
            return f"{address} is not global unicast (RFC 4291, 2.4)"
        if int(address) >> 32 & 0xFFFF_FFFF in ISATAP:
            return f"{address} is IPv4 inside a site (ISATAP, RFC 5214)"
    return None
