"""The address that answers to a letter go to: signed, of one lead, and nothing in it about the person.

The local part is lower-case letters and digits, since servers on the way may change capitals.
"""

import base64
import hmac
import re
from email.utils import formataddr
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from sites.models import Clinic

SIGNATURE_BYTES = 10  # 80 bits: nobody guesses one by sending mail
LOCAL_PART = re.compile(r"reply\+([a-z2-7]{26})([a-z2-7]{16})")


class NotAReplyAddress(ValueError):
    """Not signed here, or not whole."""


def reply_to(lead_id: UUID, clinic: Clinic) -> str:
    """For the header: the clinic's name and the lead's address. Empty without `REPLY_DOMAIN`: nothing is captured."""
    if not settings.REPLY_DOMAIN:
        return ""
    return formataddr((clinic.sender_name or clinic.name, reply_address(lead_id)))


def reply_address(lead_id: UUID) -> str:
    """The same at every call: "reply+<42 characters>@domain"."""
    return f"reply+{as_text(lead_id.bytes)}{signature(lead_id, key=settings.SECRET_KEY)}@{settings.REPLY_DOMAIN}"


def lead_id_of(address: str) -> UUID:
    """The lead whose reply address this is.

    Raises:
        NotAReplyAddress
    """
    local_part, _, domain = address.strip().lower().rpartition("@")
    found = LOCAL_PART.fullmatch(local_part)
    if not found or not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN:
        raise NotAReplyAddress
    lead_id = UUID(bytes=base64.b32decode(found[1].upper() + "======"))
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(signature(lead_id, key=key), found[2]) for key in keys):
        raise NotAReplyAddress
    return lead_id


def signature(lead_id: UUID, *, key: str) -> str:
    digest = salted_hmac("leads.reply_address", lead_id.bytes, secret=key, algorithm="sha256").digest()
    return as_text(digest[:SIGNATURE_BYTES])


def as_text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
