"""One received request as the spool keeps it: everything that intake needs, encrypted."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken

from leads.submission import Answer, Submission
from protection.encryption import keyring
from sites.phone_numbers import PhoneNumber


class Unreadable(Exception):
    """No key opens it, or what is inside is not a request that this version knows."""


@dataclass(frozen=True, kw_only=True)
class SpooledRequest:
    """Attributes:
    received_at: aware; when the visitor was answered.
    """

    clinic_slug: str
    received_at: datetime
    submission: Submission

    @property
    def id(self) -> UUID:
        return self.submission.id

    def stored_keys(self) -> list[str]:
        return self.submission.stored_keys(clinic_slug=self.clinic_slug, at=self.received_at)

    def digest(self) -> str:
        return self.submission.digest(clinic_slug=self.clinic_slug)

    def as_json(self) -> dict[str, Any]:
        submission = asdict(self.submission) | {"id": str(self.id)}
        return {
            "clinic": self.clinic_slug,
            "received_at": self.received_at.isoformat(),
            "submission": submission | {"campaign": dict(self.submission.campaign)},
        }

    @classmethod
    def from_json(cls, values: Any) -> "SpooledRequest":
        """The reverse; a field that the writer did not know yet has its default.

        Raises:
            Unreadable: not what `as_json` makes.
        """
        try:
            submission = dict(values["submission"])
            phone = submission.pop("phone", None)
            request_id = UUID(submission.pop("id"))
            submission["campaign"] = dict(submission.get("campaign", {}))
            submission["answers"] = tuple(Answer(**each) for each in submission.get("answers", []))
            return cls(
                clinic_slug=str(values["clinic"]),
                received_at=datetime.fromisoformat(values["received_at"]),
                submission=Submission(**submission, id=request_id, phone=PhoneNumber(**phone) if phone else None),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(type(error).__name__) from error

    def sealed(self) -> bytes:
        return keyring().encrypt(json.dumps(self.as_json(), separators=(",", ":")).encode())

    @classmethod
    def opened(cls, token: bytes) -> "SpooledRequest":
        """Raises Unreadable."""
        try:
            values = json.loads(keyring().decrypt(token))
        except (InvalidToken, ValueError) as error:
            raise Unreadable(type(error).__name__) from error
        return cls.from_json(values)
