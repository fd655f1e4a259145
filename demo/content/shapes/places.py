"""Shapes of the network, its practices and clinics."""

from dataclasses import dataclass
from typing import Literal

PhoneKind = Literal["main", "sms", "fax", "tracking"]


@dataclass(frozen=True)
class Phone:
    """`number` in E.164; `extension` digits or empty; `label` is what staff call the line."""

    kind: PhoneKind
    number: str
    extension: str = ""
    label: str = ""
    campaign_source: str = ""
    """The `utm_source` whose visitors see it in place of the main number."""


@dataclass(frozen=True)
class Hours:
    """One opening of one weekday (0 is Monday), "HH:MM" in the clinic's own time zone; a day may have two."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True)
class Closure:
    """A day of every year on which the clinic stays closed."""

    month: int
    day: int
    reason: str


@dataclass(frozen=True)
class PracticeContent:
    slug: str
    name: str
    intro: str


@dataclass(frozen=True)
class ClinicContent:
    """`hue` (0 to 359) and `chroma` (0 to 1) are the clinic's brand; `response_minutes` count open time only."""

    slug: str
    name: str
    practice: str
    tagline: str
    intro: str
    street: str
    street_2: str
    city: str
    state: str
    postal_code: str
    latitude: float
    longitude: float
    time_zone: str
    phones: tuple[Phone, ...]
    hours: tuple[Hours, ...]
    closures: tuple[Closure, ...]
    booking_url: str
    map_url: str
    directions: str
    hue: int
    chroma: float
    licence_states: tuple[str, ...]
    payment_facts: tuple[str, ...]
    alert_email: str
    sender_name: str
    sender_email: str
    response_minutes: int
    hero_facts: tuple[tuple[str, str], ...]
    treatments: tuple[str, ...]
    scene: str


@dataclass(frozen=True)
class NetworkContent:
    """The home page. `sections` are (heading, html)."""

    name: str
    heading: str
    lead: str
    clinics_heading: str
    clinics_note: str
    sections: tuple[tuple[str, str], ...]
    emergency_notice: str
    legal_notice: str
    scene: str
    hue: int
    chroma: float
