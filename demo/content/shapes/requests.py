"""The shape of what an invented visitor sends."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class PersonRequest:
    """One consult request as a visitor of a clinic's page might have sent it.

    `days_ago` counts back from the moment of seeding; `stage_slug` is where the lead stands today. `returning`
    marks a second request of somebody seen before: same name, e-mail and phone on purpose.
    """

    clinic_slug: str
    full_name: str
    email: str
    phone: str
    message: str
    preferred_contact: Literal["phone", "email", "text"]
    best_time: str
    consent_contact: bool
    consent_sms: bool
    newsletter: bool
    days_ago: float
    stage_slug: str
    language: Literal["en", "es"]
    page: str
    utm: dict[str, str] = field(default_factory=dict)
    returning: bool = False
