"""Who is calling: the address of the visitor, not of our own proxies, and not what the visitor claims."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - an address to count by, not one to listen on


def client_address(request: HttpRequest) -> str:
    """The n-th hop from the right of `X-Forwarded-For`, n = `TRUSTED_PROXIES`; without proxies, the peer.

    Anything further left was written by the visitor and is ignored. A malformed hop falls back to the peer.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    candidates = [forwarded[-hops]] if hops and len(forwarded) >= hops else []
    for candidate in (*candidates, request.META.get("REMOTE_ADDR", "")):
        try:
            address = ip_address(candidate)
        except ValueError:
            continue
        if isinstance(address, IPv4Address):
            return str(address)
        # Without the zone of a link-local address ("%eth0"): networks are counted, and have none.
        return str(address.ipv4_mapped or IPv6Address(int(address)))
    return UNKNOWN  # a Unix socket has no peer address
