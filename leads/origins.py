"""Origins as browsers send them: which pages of others may use an API token."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_ORIGIN = 200
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST_CHARACTERS = set("abcdefghijklmnopqrstuvwxyz0123456789.-")
# Developers' own machines, whose pages browsers too treat as safe without a certificate.
LOCAL_HOSTS = {"localhost", "127.0.0.1"}


def parse_origin(text: str) -> str:
    """The origin in the one spelling that browsers send: "https://landing.example.com", lower case, without a path.

    Raises:
        ValidationError: not an https origin; the message says what to write. Never a wildcard, never "null".
    """
    try:
        parts = urlsplit(text.strip().lower())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode()
    except ValueError:  # a port that is no number, a host that no name can be
        raise refused() from None
    is_short = len(text) <= LONGEST_ORIGIN and text.strip().isprintable()  # urlsplit leaves out line breaks
    is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username or parts.password)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)
    if not (is_short and is_bare and is_safe and host and set(host) <= HOST_CHARACTERS):
        raise refused()
    has_own_port = port not in {None, DEFAULT_PORTS[parts.scheme]}
    return f"{parts.scheme}://{host}:{port}" if has_own_port else f"{parts.scheme}://{host}"


def refused() -> ValidationError:
    return ValidationError(_("Write an origin as https://landing.example.com: https, a host, no path, no wildcard"))


def validate_origins(value: object) -> None:
    """A model validator: a list of origins, each in its one spelling."""
    if not isinstance(value, list) or any(not isinstance(each, str) or parse_origin(each) != each for each in value):
        raise refused()
