"""What a call service says of one call at one moment, validated."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError

from sites.phone_numbers import PhoneNumber, parse_phone_number

LONGEST_CALL_ID = 200
LONGEST_NUMBER = 60
LONGEST_SOURCE = 100
LONGEST_SECONDS = 86_400
# A service's clock may be ahead of ours, and reports may wait in its queue. Beyond this the time is a mistake.
MOST_AHEAD = timedelta(hours=12)
MOST_BEHIND = timedelta(days=366)


class CallImpossible(ValueError):
    """Values that no call has together. The message says which; `field` is the API's name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class CallReport:
    """
    Attributes:
        call_id: the service's own, unique within `scope`.
        scope: one API token's name.
        service: that token's source.
        number: of the person at the other end; None where withheld or unreadable.
        number_sent: as the service wrote it.
        clinic_number: E.164 of the clinic's end, or empty.
        outcome: "answered", "missed", "voicemail", or empty while nobody knows.
        duration_seconds: None until the call is over.
        source: campaign or place of the number that was called.
    """

    call_id: str
    scope: str
    service: str
    direction: str
    started_at: datetime
    outcome: str = ""
    duration_seconds: int | None = None
    number: PhoneNumber | None = None
    number_sent: str = ""
    clinic_number: str = ""
    source: str = ""

    @classmethod
    def of_numbers(cls, *, callers: str, clinics: str, told_at: datetime, **values: Any) -> Self:
        """A report of numbers as they were sent.

        Args:
            callers: the person's number; "anonymous" and the like are withheld ones.
            clinics: the clinic's number.
            told_at: aware, now: a call that began later began now.

        Raises:
            CallImpossible: a duration without an outcome, a time far from now, or a text with a null character.
        """
        if values["duration_seconds"] is not None and not values["outcome"]:
            raise CallImpossible("outcome", "A call that is over has an outcome.")
        for field, text in (("call_id", values["call_id"]), ("source", values["source"]), ("from", callers + clinics)):
            if "\x00" in text:
                raise CallImpossible(field, "Null characters are not allowed.")
        started_at = values.pop("started_at")
        if not -MOST_AHEAD <= told_at - started_at <= MOST_BEHIND:
            raise CallImpossible("started_at", "A call began within the last year.")
        clinic_number = number_or_none(clinics)
        return cls(
            number=number_or_none(callers),
            number_sent=callers,
            clinic_number=clinic_number.e164 if clinic_number else "",
            started_at=min(started_at, told_at),
            **values,
        )

    @property
    def key(self) -> str:
        """What the call is stored under: a hash of the service's id in its scope."""
        return hashlib.sha256("\x1f".join((self.scope, "call", self.call_id)).encode()).hexdigest()

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"


def number_or_none(text: str) -> PhoneNumber | None:
    """What services write for a withheld number ("anonymous", "Restricted", "+266696687") is not readable as one."""
    try:
        return parse_phone_number(text)
    except ValidationError:
        return None
