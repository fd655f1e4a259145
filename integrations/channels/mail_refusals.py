"""What a mail provider's refusal means: whether a person must change something, or the same letter may succeed later.

Only our own words go into a reason: what a provider answers often quotes the address.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.conf import settings

from integrations.channels.webhook import EXCERPT_CHARACTERS, retry_after
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.mail_providers import PROVIDERS

log = structlog.get_logger("carefront.delivery")

# About us, our account or the moment, not about this letter: somebody will mend that.
TEMPORARY_STATUSES: Mapping[int, str] = {
    401: "the provider did not accept our account",
    402: "the provider asks to be paid",
    403: "the provider did not accept our account or sender",
    404: "the provider does not know our account or domain",
    408: "the provider did not wait",
    409: "the provider was asked twice at once",
    425: "the provider asked to come back later",
    429: "the provider has too much to do",
}


def failure_of(error: AnymailError, *, now: datetime) -> PermanentFailure | TemporaryFailure:
    """The failure to raise for an error of anymail's."""
    if isinstance(error, AnymailRecipientsRefused):
        return PermanentFailure("the provider refused the recipient", status_code=error.status_code)
    if isinstance(error, AnymailRequestsAPIError) and error.response is not None:
        return _by_answer(error, now=now)
    # What no provider was asked for: an address or a header that it could not carry.
    log.warning("letter not written", error=type(error).__name__)
    return PermanentFailure("the provider cannot carry this letter")


def _by_answer(error: AnymailRequestsAPIError, *, now: datetime) -> PermanentFailure | TemporaryFailure:
    answer, status = error.response, error.response.status_code
    told = {"status_code": status, "response_excerpt": answer.text.replace("\x00", "")[:EXCERPT_CHARACTERS]}
    pause = retry_after(answer.headers, now=now)
    if 200 <= status < 300:
        return TemporaryFailure("the provider's answer could not be read", **told)
    if reason := _reason_of_code(answer):
        return TemporaryFailure(f"{reason} ({status})", retry_after=pause, **told)
    if status in TEMPORARY_STATUSES or not 400 <= status < 500:
        reason = TEMPORARY_STATUSES.get(status, "the provider could not take it")
        return TemporaryFailure(f"{reason} ({status})", retry_after=pause, **told)
    return PermanentFailure(f"the provider refused the letter ({status})", **told)


def _reason_of_code(answer: object) -> str:
    provider = PROVIDERS.get(settings.MAIL_PROVIDER)
    if provider is None or not provider.code_at:
        return ""
    try:
        body = answer.json()  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return ""
    code = body.get(provider.code_at) if isinstance(body, dict) else None
    return provider.temporary_codes.get(code, "") if isinstance(code, (str, int)) else ""
