"""Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com), symmetric scheme "v1", both ways.

Stricter than the reference library on purpose: what we accept can be read in one way only.
"""

import hmac
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Protocol

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

SECRET_PREFIX = "whsec_"  # noqa: S105 - no secret yet
NEW_SECRET_BYTES = 32
SECRET_BYTES = range(24, 65)  # Standard Webhooks 1.0.0, "Signature scheme": between 24 and 64 bytes.

# No full stop: "a.1" + "2" and "a" + "1.2" would sign the same bytes. No comma: servers join repeated headers with it.
MESSAGE_ID = re.compile(r"[!-+/-~\-]{1,256}", re.ASCII)
UNIX_SECONDS = re.compile(r"[1-9][0-9]{0,11}", re.ASCII)
# In base64 of either alphabet: a comma in it would be two headers that a server joined.
SIGNATURE_LIST = re.compile(r"[a-z0-9]+,[A-Za-z0-9+/_=-]+(?: [a-z0-9]+,[A-Za-z0-9+/_=-]+)*", re.ASCII)
MAX_SIGNATURE_HEADER = 4096  # characters; over eighty signatures of 47


class Headers(Protocol):
    """A dict, Django's `request.headers` or the standard library's message, which keeps repeated headers apart."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class InvalidSecret(ValueError):
    """Not "whsec_" and 24 to 64 bytes in base64; someone must correct the setting. Never repeats the secret."""


class InvalidSignature(Exception):
    """The message is not from who it claims to be, not for now, or not readable as a signed message.

    The text says which, for our log; tell the sender no more than 401.
    """


def new_secret() -> str:
    """A fresh secret to show once: "whsec_" and 32 random bytes in base64."""
    return SECRET_PREFIX + b64encode(token_bytes(NEW_SECRET_BYTES)).decode()


def check_secret(secret: str) -> None:
    """Return if `secret` is well formed.

    Raises:
        InvalidSecret: otherwise.
    """
    _key(secret)


def sign(body: bytes, *, secrets: Sequence[str], message_id: str, sent_at: datetime) -> dict[str, str]:
    """The three headers to send with exactly these bytes.

    Args:
        secrets: all that are valid now, one signature each; two while a receiver changes over to a new one.
        message_id: the event's id, the same on every retry.
        sent_at: aware, the time of this attempt.

    Raises:
        InvalidSecret: one of the secrets is malformed, or there is none.
        ValueError: the id could not be verified by a strict receiver, or `sent_at` is naive.
    """
    if not MESSAGE_ID.fullmatch(message_id):
        raise ValueError("A message id is 1 to 256 visible ASCII characters without full stop or comma.")
    if sent_at.tzinfo is None:
        raise ValueError("sent_at must be aware.")
    timestamp = str(int(sent_at.timestamp()))
    return {
        ID_HEADER: message_id,
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: " ".join(
            _signature(body, key=key, message_id=message_id, timestamp=timestamp) for key in _keys(secrets)
        ),
    }


def verify(
    body: bytes,
    headers: Headers,
    *,
    secrets: Sequence[str],
    now: datetime,
    tolerance: timedelta = timedelta(minutes=5),
) -> None:
    """Return if one of `secrets` signed these bytes within `tolerance` of `now`, either side.

    A message may be repeated inside the tolerance: remember `webhook-id` where that matters.

    Args:
        body: as received, before any decoding.
        headers: names in any case, values whatever the sender sent.

    Raises:
        InvalidSignature: for anything the sender did, however odd.
        InvalidSecret: one of our secrets is malformed, or there is none.
    """
    keys = _keys(secrets)
    message_id = _header(headers, ID_HEADER)
    timestamp = _header(headers, TIMESTAMP_HEADER)
    signatures = _header(headers, SIGNATURE_HEADER)

    if not MESSAGE_ID.fullmatch(message_id):
        raise InvalidSignature(f"{ID_HEADER} is malformed")
    if not UNIX_SECONDS.fullmatch(timestamp):
        raise InvalidSignature(f"{TIMESTAMP_HEADER} is not a number of seconds")
    if len(signatures) > MAX_SIGNATURE_HEADER or not SIGNATURE_LIST.fullmatch(signatures):
        raise InvalidSignature(f"{SIGNATURE_HEADER} is malformed")
    age_seconds = now.timestamp() - int(timestamp)
    if abs(age_seconds) > tolerance.total_seconds():
        raise InvalidSignature("the message is too old" if age_seconds > 0 else "the message is from the future")

    # Encoded signatures are compared, so there is no base64 of a stranger to decode. Every pair is compared.
    expected = [_signature(body, key=key, message_id=message_id, timestamp=timestamp) for key in keys]
    matches = [hmac.compare_digest(ours, theirs) for theirs in signatures.split(" ") for ours in expected]
    if not any(matches):
        raise InvalidSignature("no signature matches")


def _signature(body: bytes, *, key: bytes, message_id: str, timestamp: str) -> str:
    digest = hmac.digest(key, f"{message_id}.{timestamp}.".encode("ascii") + body, "sha256")
    return "v1," + b64encode(digest).decode("ascii")


def _keys(secrets: Sequence[str]) -> list[bytes]:
    if isinstance(secrets, str) or not secrets:
        raise InvalidSecret("Give a list of at least one secret.")
    return [_key(secret) for secret in secrets]


def _key(secret: str) -> bytes:
    encoded = secret.removeprefix(SECRET_PREFIX)
    try:
        # Some senders leave the padding out.
        key = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (Base64Error, ValueError):
        key = b""
    if not secret.startswith(SECRET_PREFIX) or len(key) not in SECRET_BYTES:
        raise InvalidSecret('A webhook secret is "whsec_" followed by 24 to 64 bytes in base64.')
    return key


def _header(headers: Headers, name: str) -> str:
    values = [value for key, value in headers.items() if isinstance(key, str) and key.lower() == name]
    if not values:
        raise InvalidSignature(f"{name} is missing")
    if len(values) > 1 or not isinstance(values[0], str):
        raise InvalidSignature(f"{name} is ambiguous")
    return values[0]
