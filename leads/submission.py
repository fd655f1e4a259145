"""What a visitor sent, validated, and the key that makes sending it twice the same as once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from protection.identifiers import uuid7
from sites.phone_numbers import PhoneNumber

# Without a key of its own, the same content again within this time is the same click again.
REPEAT_WINDOW = timedelta(minutes=10)


class SubmissionKeyReused(Exception):
    """The same submission key came with other content. What is stored was not changed."""


@dataclass(frozen=True)
class Answer:
    """To a question of the form's own, with the words that were asked."""

    key: str
    question: str
    answer: str
    data_class: str = "health"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Validated values of one consult request.

    Attributes:
        email: normalised, or empty; then `phone` is there.
        message: what somebody wrote about themselves; health.
        answers: to the form's own questions, those that were answered.
        consult_form: id of the form's definition, or empty for the usual one.
        attribution: first and last touch, as `leads.attribution` lets through.
        wordings: version of the consent wording that the form showed, by purpose; empty where it did not say.
        key: the sender's idempotency key, or empty.
        scope: where that key is unique: "form", or one API token's name.
        id: what the consult request is called that this becomes, wherever it is stored first.
    """

    full_name: str
    email: str = ""
    phone: PhoneNumber | None = None
    phone_typed: str = ""
    message: str = ""
    preferred_contact: str = ""
    best_time: str = ""
    consent_contact: bool = False
    consent_sms: bool = False
    newsletter: bool = False
    language: str = "en"
    page: str = ""
    block: str = ""
    campaign: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    consult_form: str = ""
    page_revision: str = ""
    attribution: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    scope: str = "form"
    source: str = "form"
    quarantine_reason: str = ""
    id: UUID = field(default_factory=uuid7)

    @property
    def texts(self) -> list[str]:
        """What was written in one's own words or chosen from a list, answer by answer; health."""
        return [self.message, *(each.answer for each in self.answers)]

    def digest(self, *, clinic_slug: str) -> str:
        """What was said, without where it was said from. Keyed, so that nobody can try out guesses on it."""
        said = [
            clinic_slug,
            self.full_name,
            self.email,
            self.phone.e164 + "x" + self.phone.extension if self.phone else "",
            self.message,
            self.preferred_contact,
            self.best_time,
            self.consent_contact,
            self.consent_sms,
            self.newsletter,
        ]
        if self.answers:
            said.append([[each.key, each.answer] for each in self.answers])
        return salted_hmac("consult-request-digest", json.dumps(said), algorithm="sha256").hexdigest()

    def stored_keys(self, *, clinic_slug: str, at: datetime) -> list[str]:
        """The key to store first, then those under which the same request may be stored already."""
        if self.key:
            return [_hashed(self.scope, "key", self.key)]
        digest = self.digest(clinic_slug=clinic_slug)
        window = int(at.timestamp() // REPEAT_WINDOW.total_seconds())
        # The one after: a request that waited in the spool may have been sent again and stored before it came in.
        return [_hashed(self.scope, "content", f"{digest}:{each}") for each in (window, window - 1, window + 1)]


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
