"""The private link of a request: signed, with the day it ends, and nothing about the person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

# Long enough for an episode of care to begin; a link of last year in somebody's mail should open nothing.
LIFETIME = timedelta(days=90)

_signer = signing.Signer(salt="leads.private_link", sep=".")


class LinkInvalid(Exception):
    """Not one of ours, or not whole."""


class LinkExpired(Exception):
    """One of ours whose time is over."""


def private_token(request_id: UUID, *, expires_at: datetime) -> str:
    """The same at every call, so that a letter that is sent again says the same."""
    return _signer.sign(f"{request_id.hex}.{int(expires_at.timestamp()):x}")


def private_url(request_id: UUID, *, language: str, at: datetime) -> str:
    """The whole address for a letter. It names the language, for the page that an expired link leads to."""
    query = {"language": language} if language != "en" else None
    token = private_token(request_id, expires_at=at + LIFETIME)
    return settings.BASE_URL + reverse("private_link", args=[token], query=query)


def request_id_of(token: str, *, at: datetime) -> UUID:
    """The request that the link is for.

    Raises:
        LinkInvalid: it was not signed here.
        LinkExpired: its time is over.
    """
    try:
        request_hex, _, expires_hex = _signer.unsign(token).partition(".")
    except signing.BadSignature as error:
        raise LinkInvalid from error
    if at >= datetime.fromtimestamp(int(expires_hex, 16), tz=UTC):
        raise LinkExpired
    return UUID(hex=request_hex)
