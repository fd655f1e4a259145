"""Talking to one CRM within one delivery: token, time limit, rate limit, and what its answers mean."""

import json
import re
import time
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from integrations import outbound_http
from integrations.channels.crm_adapter import Adapter, Answer
from integrations.channels.webhook import EXCERPT_CHARACTERS, retry_after
from integrations.crm_vendors import Vendor
from integrations.failures import DeliveryFailure, PermanentFailure, TemporaryFailure
from integrations.models import CrmConnection

# For all calls of one delivery together: less than the lease of a delivery.
TOTAL_SECONDS = 20.0
# A call that would have less is left for the next try.
LEAST_SECONDS = 1.0
# A token is renewed this long before it ends, so that it does not end on its way.
RENEW_BEFORE = timedelta(minutes=1)
# Batch answers and records are longer than a webhook's "ok".
MAX_ANSWER_BYTES = 200_000
# Where a vendor says "too many" and not for how long.
USUAL_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
# An error's name, such as INVALID_SESSION_ID. Anything else a vendor says may repeat what we sent.
ERROR_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,59}")

# 477: HubSpot moves the account to another data centre.
TEMPORARY_STATUSES = frozenset({408, 423, 425, 429, 477, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class CrmSession:
    """The calls of one delivery, or of one look at a connection.

    Args:
        now: when it began; the clock of tokens and pauses.
        event_id: of what is told, the same at every try.
    """

    def __init__(self, connection: CrmConnection, adapter: Adapter, *, now: datetime, event_id: str = "") -> None:
        self.connection = connection
        self.adapter = adapter
        self.now = now
        self.event_id = event_id
        self.name = "the system" if connection.vendor == Vendor.GENERIC else str(Vendor(connection.vendor).label)
        self.last_answer: Answer | None = None
        self._began = time.monotonic()
        self._renewed = False

    def call(
        self,
        method: str,
        path: str,
        *,
        data: Any = None,
        accept: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask and return the answer, 2xx or one of `accept`. A session that is over is renewed once.

        Raises:
            TemporaryFailure: it may pass; credentials that are refused too, since somebody will mend them.
            PermanentFailure: the same request will not succeed.
        """
        if self.connection.is_held_back(at=self.now):
            raise TemporaryFailure(f"{self.name} asked for a pause", retry_after=self._pause_left())
        if self._token_ends():
            self.renew_token()
        answer = self._send(method, path, data=data, headers=headers or {})
        if self.adapter.session_is_over(answer) and not self._renewed and self.adapter.token_form(self.connection):
            self.renew_token()
            answer = self._send(method, path, data=data, headers=headers or {})
        if not (200 <= answer.status < 300 or answer.status in accept):
            raise self.failure(answer)
        return answer

    def renew_token(self) -> None:
        """Get a new access token and store it. Another worker's, if it was quicker."""
        self._renewed = True
        used = self.connection.credentials.get("access_token")
        if self._renewed_by_others(used):
            return
        form = self.adapter.token_form(self.connection)
        if form is None:
            raise self.refused_credentials()
        answer = self._exchange(
            "POST",
            self.adapter.TOKEN_PATH,
            body=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        token = answer.data.get("access_token") if isinstance(answer.data, dict) else None
        if not (200 <= answer.status < 300 and token):
            # A refresh token may serve once only: then the one who was quicker has the new one.
            if self._renewed_by_others(used):
                return
            if answer.status in TEMPORARY_STATUSES:
                raise self.failure(answer)
            raise self.refused_credentials(answer)
        self._store_token(answer.data)

    def refused_credentials(self, answer: Answer | None = None) -> TemporaryFailure:
        reason = f"{self.name} does not accept the credentials"
        self.say(reason)
        # As a mail server that does not know us: somebody will mend it, and nothing needs to be sent by hand then.
        return TemporaryFailure(reason, status_code=answer.status if answer else None)

    def failure(
        self, answer: Answer, *, codes: list[str] | None = None, about: Collection[str] = ()
    ) -> DeliveryFailure:
        """What an answer means. Names those properties of `about` that the vendor speaks of: they are our own words."""
        codes = [each for each in (codes or self.adapter.error_codes(answer)) if ERROR_CODE.fullmatch(each)]
        told: dict[str, Any] = {"status_code": answer.status, "response_excerpt": answer.text[:EXCERPT_CHARACTERS]}
        if answer.status == 429 or {*codes} & {*self.adapter.PAUSE_CODES}:
            pause = self.hold_back(answer)
            return TemporaryFailure(f"{self.name} asked for a pause", retry_after=pause, **told)
        if answer.status == 401:
            return self.refused_credentials(answer)
        if answer.status in TEMPORARY_STATUSES or {*codes} & {*self.adapter.TEMPORARY_CODES}:
            pause_asked = retry_after(answer.headers, now=self.now)
            return TemporaryFailure(f"{self.name} answered {answer.status}", retry_after=pause_asked, **told)
        properties = [each for each in about if each in answer.text]
        words = ", ".join([*dict.fromkeys(codes), *properties])
        return PermanentFailure(f"{self.name} refused it ({answer.status}{': ' + words if words else ''})", **told)

    def hold_back(self, answer: Answer) -> timedelta:
        """Give the whole connection the pause that the vendor asks for, in seconds, in a header of its own, or not."""
        pause = retry_after(answer.headers, now=self.now) or _interval(answer) or USUAL_PAUSE
        pause = min(pause, LONGEST_PAUSE)
        self.connection.held_back_until = self.now + pause
        CrmConnection.objects.filter(pk=self.connection.pk).update(held_back_until=self.connection.held_back_until)
        return pause

    def say(self, reason: str) -> None:
        """What staff read beside the connection; "" once it works."""
        if self.connection.status_reason != reason:
            self.connection.status_reason = reason
            CrmConnection.objects.filter(pk=self.connection.pk).update(status_reason=reason)

    def _pause_left(self) -> timedelta:
        until = self.connection.held_back_until
        return until - self.now if until else timedelta(0)

    def _token_ends(self) -> bool:
        ends_at = self.connection.token_expires_at
        is_missing = not self.connection.credentials.get("access_token")
        is_late = ends_at is not None and ends_at <= self.now + RENEW_BEFORE
        return (is_missing or is_late) and not self._renewed and self.adapter.token_form(self.connection) is not None

    def _renewed_by_others(self, used: str | None) -> bool:
        stored = CrmConnection.objects.only("credentials", "token_expires_at").get(pk=self.connection.pk)
        if stored.credentials.get("access_token") == used:
            return False
        self.connection.credentials = stored.credentials
        self.connection.token_expires_at = stored.token_expires_at
        return True

    def _store_token(self, data: Mapping[str, Any]) -> None:
        names = ("access_token", "refresh_token")
        self.connection.credentials |= {name: data[name] for name in names if isinstance(data.get(name), str)}
        seconds = data.get("expires_in")
        self.connection.token_expires_at = self.now + timedelta(seconds=seconds) if isinstance(seconds, int) else None
        self.connection.save(update_fields=["credentials", "token_expires_at"])

    def _send(self, method: str, path: str, *, data: Any, headers: Mapping[str, str]) -> Answer:
        body = b"" if data is None else json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json"} if data is not None else {}
        own = {"Accept": "application/json", **self.adapter.headers(self.connection), **kind}
        return self._exchange(method, path, body=body, headers={**own, **headers})

    def _exchange(self, method: str, path: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        left = TOTAL_SECONDS - (time.monotonic() - self._began)
        if left < LEAST_SECONDS:
            raise TemporaryFailure(f"{self.name} took longer than it may")
        response = outbound_http.request(
            method,
            self.connection.url + path,
            body=body,
            headers=headers,
            allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
            total_seconds=left,
            max_response_bytes=MAX_ANSWER_BYTES,
        )
        text = response.excerpt.decode("utf-8", "replace").replace("\x00", "")
        answer = Answer(response.status_code, _parsed(text), response.headers, text)
        self.last_answer = answer
        return answer


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _interval(answer: Answer) -> timedelta | None:
    """HubSpot's and HighLevel's headers of how long their window is."""
    for name in ("X-HubSpot-RateLimit-Interval-Milliseconds", "X-RateLimit-Interval-Milliseconds"):
        value = answer.header(name)
        if value.isascii() and value.isdigit() and len(value) < 10:
            return timedelta(milliseconds=int(value))
    return None
