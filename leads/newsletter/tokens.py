"""What the links in letters hold. Neither kind says whose it is."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

CONFIRMATION_LIFETIME = timedelta(days=7)

# No expiry: a letter may be opened years later. A retired SECRET_KEY stays in SECRET_KEY_FALLBACKS for its letters.
_unsubscribing = signing.Signer(salt="leads.newsletter.unsubscribe")


def new_confirmation_token() -> str:
    """43 URL-safe characters, 32 random bytes. Only its digest may be stored."""
    return secrets.token_urlsafe(32)


def confirmation_digest(token: str) -> str:
    """SHA-256 in hex. Without salt or stretching: 256 random bits cannot be tried out."""
    return hashlib.sha256(token.encode()).hexdigest()


def confirm_url(token: str) -> str:
    return settings.BASE_URL + reverse("newsletter_confirm", args=[token])


def unsubscribe_token(subscription_id: UUID) -> str:
    """Signed, and the same at every call."""
    return _unsubscribing.sign(subscription_id.hex)


def unsubscribe_url(subscription_id: UUID) -> str:
    return settings.BASE_URL + reverse("newsletter_unsubscribe", args=[unsubscribe_token(subscription_id)])


def subscription_id_of(token: str) -> UUID:
    """Whose unsubscribe token it is.

    Raises:
        django.core.signing.BadSignature: not one of ours, or not whole.
    """
    return UUID(hex=_unsubscribing.unsign(token))
