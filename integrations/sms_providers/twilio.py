"""Twilio: texts go out by its Messages resource, and come in as signed posts.

Sending: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
Signatures: https://www.twilio.com/docs/usage/security#validating-requests
Errors: https://www.twilio.com/docs/api/errors
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from integrations import outbound_http
from integrations.channels.outcome import Sent
from integrations.failures import PermanentFailure, TemporaryFailure

# Where Twilio tells us what became of a text; mounted by `leads.urls`.
STATUS_PATH = "/hooks/twilio/sms/status/"

# What a person must change first. A refusal that is not listed is for good too, in our general words.
REASON_BY_ERROR = {
    21211: "the number is no number",
    21214: "the number cannot be reached",
    21265: "the number is a short code",
    21408: "the provider's account may not send to that country",
    21602: "the text is empty",
    21606: "the clinic's number cannot send texts",
    21610: "the person answered STOP to the provider",
    21612: "the provider has no way to that number",
    21614: "the number is no mobile phone",
    21617: "the text is too long",
    21659: "the clinic's number is not the account's",
    30003: "the phone is switched off or out of reach",
    30004: "the phone blocks this number",
    30005: "the number does not exist",
    30006: "the number is a landline",
    30007: "the carrier took it for spam",
}
# Refusals about us or of the moment, whatever their status is: the same text may succeed later.
TEMPORARY_ERRORS = {
    20003: "the provider did not accept our account",
    20404: "the provider does not know our account",
    20429: "the provider has too much to do",
    21611: "the queue of the clinic's number is full",
    30001: "the provider's queue is full",
    30002: "the provider suspended our account",
}
TEMPORARY_STATUSES = frozenset({401, 403, 404, 408, 409, 425, 429})


def send_text(*, sender: str, recipient: str, text: str) -> Sent:
    """POST one message. 201 is success; the answer repeats number and text, so only its id is kept.

    Raises:
        PermanentFailure, TemporaryFailure
    """
    account = settings.TWILIO_ACCOUNT_SID
    form = {"To": recipient, "From": sender, "Body": text}
    if settings.BASE_URL.startswith("https://"):  # Twilio refuses a message whose call-back it cannot reach
        form["StatusCallback"] = settings.BASE_URL + STATUS_PATH
    credentials = base64.b64encode(f"{account}:{settings.TWILIO_AUTH_TOKEN}".encode()).decode()
    answer = outbound_http.post(
        f"{settings.TWILIO_API_URL}/2010-04-01/Accounts/{quote(account, safe='')}/Messages.json",
        body=urlencode(form).encode(),
        headers={
            "Authorization": f"Basic {credentials}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        },
        allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
    )
    told = read_json(answer.excerpt)
    if 200 <= answer.status_code < 300:
        return Sent(status_code=answer.status_code, response_excerpt=str(told.get("sid", ""))[:64])
    raise refusal(answer.status_code, code=told.get("code"))


def refusal(status: int, *, code: object) -> PermanentFailure | TemporaryFailure:
    """What an answer other than 2xx means, by Twilio's own code where it gave one."""
    known = code if isinstance(code, int) else 0
    suffix = f" ({known or status})"
    if known in TEMPORARY_ERRORS:
        return TemporaryFailure(TEMPORARY_ERRORS[known] + suffix, status_code=status)
    if known in REASON_BY_ERROR:
        return PermanentFailure(REASON_BY_ERROR[known] + suffix, status_code=status)
    if status in TEMPORARY_STATUSES or not 400 <= status < 500:
        return TemporaryFailure(f"the provider answered{suffix}", status_code=status)
    return PermanentFailure(f"the provider refused the text{suffix}", status_code=status)


def read_json(body: bytes) -> dict[str, object]:
    """An object, empty for whatever is none."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def is_signed(*, path: str, form: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Whether Twilio sent this form: base64 of HMAC-SHA1, under our token, of the address and the sorted values.

    Args:
        path: as requested, with its query; the scheme and host are `BASE_URL`'s, which is what Twilio was told.
    """
    if not settings.TWILIO_AUTH_TOKEN:
        return False
    expected = [signature_of(address, form) for address in spellings(settings.BASE_URL + path)]
    return any(hmac.compare_digest(each.encode(), signature.encode()) for each in expected)


def spellings(url: str) -> list[str]:
    """The address as configured, and without its port, which Twilio leaves out at times."""
    parts = urlsplit(url)
    return [url] if parts.port is None else [url, parts._replace(netloc=str(parts.hostname)).geturl()]


def signature_of(url: str, form: Mapping[str, Sequence[str]]) -> str:
    signed = url + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    digest = hmac.new(settings.TWILIO_AUTH_TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
