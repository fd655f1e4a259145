"""The visitor's address: never our proxy's, never what the visitor claims."""

from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from protection.client_address import client_address

PEER = "198.51.100.7"


def address(forwarded: str | None, *, peer: str = PEER) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, None, PEER),
        (0, "203.0.113.9", PEER),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", PEER),
        (1, None, PEER),
        (1, "unknown", PEER),
        (1, "203.0.113.9, ", PEER),
        (1, "203.0.113.9:4711", PEER),
        (1, "2001:db8::5", "2001:db8::5"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_the_hop_that_our_own_proxies_wrote_is_taken(
    settings: Any, hops: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = hops

    assert address(forwarded) == expected


def test_a_unix_socket_without_a_proxy_has_no_address(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 0

    assert address(None, peer="") == "0.0.0.0"


@given(forwarded=st.text(alphabet=st.characters(codec="latin-1", exclude_characters="\r\n")), hops=st.integers(0, 3))
def test_whatever_the_header_holds_the_answer_can_be_counted_by(forwarded: str, hops: int) -> None:
    from ipaddress import ip_network

    from django.test import override_settings

    with override_settings(TRUSTED_PROXIES=hops):
        ip_network(
            f"{address(forwarded)}/32" if "." in address(forwarded) else f"{address(forwarded)}/64", strict=False
        )
