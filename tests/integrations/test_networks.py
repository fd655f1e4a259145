"""No address that belongs to nobody on the public internet is ever taken for one that does."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.networks import METADATA_NETWORKS, NEVER_NETWORKS, OWN_NETWORKS, refuse_reason

# https://www.iana.org/assignments/iana-ipv4-special-registry/, every entry, its globally reachable ones too: those are
# relays and sinks. Written from the registry and not from our list, which may sum some of them up.
IANA_IPV4 = (
    "0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32",
    "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32", "192.168.0.0/16",
    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "255.255.255.255/32",
)  # fmt: skip
# https://www.iana.org/assignments/iana-ipv6-special-registry/, likewise.
IANA_IPV6 = (
    "::1/128", "::/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23",
    "2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48",
    "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    "5f00::/16", "fc00::/7", "fe80::/10",
)  # fmt: skip
# Not in those two registries: multicast, what was given back, what was never given out, where IPv4 hides.
OTHERS = (
    "224.0.0.0/4", "239.0.0.0/8", "ff00::/8", "ff02::1/128", "fec0::/10", "3ffe::/16", "::/96", "::ffff:0:0:0/96",
    "0::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/2", "8000::/1", "5f00::/8",
)  # fmt: skip

PUBLIC_ADDRESSES = [
    "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "169.253.255.255", "169.255.0.0", "172.15.0.1", "172.32.0.1", "191.255.255.255", "192.0.1.1", "192.0.3.0",
    "192.88.98.255", "192.88.100.0", "192.167.1.1", "192.169.0.0", "198.17.255.255", "198.20.0.1", "198.51.99.255",
    "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
    "2001:200::1", "2001:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2606:4700::1111", "2a00:1450::1",
    "2620:4f:7fff::1", "2620:4f:8001::1", "2a00:1450::5efe:0:0:1", "2a00:1450::5eff:102:304",
]  # fmt: skip

# What an IPv4 address can hide in.
CARRIERS = {
    "mapped": lambda ip: 0xFFFF << 32 | ip,
    "translated": lambda ip: 0xFFFF << 48 | ip,
    "compatible": lambda ip: ip,
    "NAT64": lambda ip: 0x64FF9B << 96 | ip,
    "local NAT64": lambda ip: 0x64FF9B0001 << 80 | ip,
    "6to4": lambda ip: 0x2002 << 112 | ip << 80 | 1,
    "Teredo": lambda ip: 0x20010000 << 96 | 0x41360000 << 64 | (ip ^ 0xFFFFFFFF),
    "Teredo server": lambda ip: 0x20010000 << 96 | ip << 64 | 0xFEFE,
    "ISATAP": lambda ip: 0x2A001450 << 96 | 0x5EFE << 32 | ip,
    "unique ISATAP": lambda ip: 0x2A001450 << 96 | 0x02005EFE << 32 | ip,
}


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_an_ordinary_public_address_is_allowed(address: str) -> None:
    assert refuse_reason(address) is None


@pytest.mark.parametrize("network", [*OWN_NETWORKS, *NEVER_NETWORKS, *IANA_IPV4, *IANA_IPV6, *OTHERS])
def test_first_middle_and_last_address_of_every_special_network_are_refused(network: str) -> None:
    parsed = ipaddress.ip_network(network)

    for address in (parsed[0], parsed[parsed.num_addresses // 2], parsed[-1]):
        assert refuse_reason(address)


@pytest.mark.parametrize("network", OWN_NETWORKS)
def test_networks_of_our_own_can_be_opened(network: str) -> None:
    parsed = ipaddress.ip_network(network)

    assert refuse_reason(parsed[0], allow_private=True) is None
    assert refuse_reason(parsed[-1], allow_private=True) is None


@pytest.mark.parametrize(
    "network",
    [*NEVER_NETWORKS, *(each for each in (*IANA_IPV4, *IANA_IPV6) if each not in OWN_NETWORKS)],
)
def test_nothing_opens_the_others(network: str) -> None:
    parsed = ipaddress.ip_network(network)

    assert refuse_reason(parsed[0], allow_private=True)
    assert refuse_reason(parsed[-1], allow_private=True)


@pytest.mark.parametrize("network", METADATA_NETWORKS)
def test_a_clouds_metadata_stays_closed_within_a_network_of_our_own(network: str) -> None:
    assert "machine" in (refuse_reason(ipaddress.ip_network(network)[0], allow_private=True) or "")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("127.0.0.1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("100.100.100.201", "carrier"),
        ("100.100.100.200", "Alibaba"),
        ("fd00:ec2::254", "Amazon"),
        ("fd12::1", "unique local"),
        ("::ffff:8.8.8.8", "mapped"),
        ("::127.0.0.1", "compatible"),
        ("64:ff9b::7f00:1", "NAT64"),
        ("64:ff9b:1::a00:1", "NAT64"),
        ("2002:7f00:1::", "6to4"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
        ("2a00:1450::5efe:7f00:1", "ISATAP"),
        ("fe80::1%eth0", "link-local"),
        ("4000::1", "not global unicast"),
        ("::", "unspecified"),
    ],
)
def test_the_reason_says_what_the_address_is(address: str, word: str) -> None:
    assert word in (refuse_reason(address) or "")


@pytest.mark.parametrize("carrier", CARRIERS)
@given(inside=st.ip_addresses(v=4))
def test_ipv4_inside_ipv6_is_refused_whatever_it_is(carrier: str, inside: ipaddress.IPv4Address) -> None:
    address = ipaddress.IPv6Address(CARRIERS[carrier](int(inside)))

    assert refuse_reason(address)
    assert refuse_reason(address, allow_private=True) or address == ipaddress.IPv6Address("::1")


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_allowed_in_ipv4(address: ipaddress.IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert refuse_reason(address)


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_allowed_in_ipv6(address: ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_site_local:
        assert refuse_reason(address)
