"""Invented people who ask for a consult: any number of them, the same ones for the same seed."""

import random
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import gcd
from string import ascii_uppercase
from typing import Literal

from .articles import ARTICLES
from .clinics import CLINICS
from .messages import CLOSINGS, MATTERS, OPENINGS
from .names import NAME_WEIGHTS, NAMES
from .shapes import PersonRequest

STAGES = (
    "new",
    "attempting",
    "connected",
    "consult-booked",
    "consult-done",
    "treatment-started",
    "lost",
    "not-a-candidate",
)

# Of 100 leads up to so many days old, how many stand in each of STAGES today. A few new ones are days old:
# nobody called them, and the response clock should say so.
STAGE_WEIGHTS_BY_AGE = (
    (1.0, (68, 20, 10, 2, 0, 0, 0, 0)),
    (4.0, (7, 36, 28, 21, 0, 0, 4, 4)),
    (21.0, (0, 10, 17, 30, 15, 7, 14, 7)),
    (float("inf"), (0, 1, 2, 3, 11, 35, 34, 14)),
)

OWN_NUMBERS = {phone.number for clinic in CLINICS for phone in clinic.phones}
AREA_CODES = {
    "duluth": ("218", "218", "218", "715", "651"),
    "st-cloud": ("320", "320", "320", "763", "612"),
    "santa-fe": ("505", "505", "505", "575", "719"),
}
# Every number kept for invention in those areas, but for the ones our own clinics answer.
PHONES = {
    clinic: tuple(sorted({f"+1{code}55501{line:02}" for line in range(100)} - OWN_NUMBERS) for code in codes)
    for clinic, codes in AREA_CODES.items()
}
CLINIC_WEIGHTS = {"duluth": 42, "st-cloud": 27, "santa-fe": 31}
SPANISH_SHARE = {"duluth": 0.02, "st-cloud": 0.04, "santa-fe": 0.24}

TREATMENTS_BY_CLINIC = {clinic.slug: clinic.treatments for clinic in CLINICS}

CAMPAIGNS: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"source": "google", "medium": "organic"},
    {"source": "google", "medium": "cpc", "campaign": "clinic-names", "term": "infusion clinic near me"},
    {"source": "newsletter", "medium": "email", "campaign": "monthly-letter", "content": "first-link"},
    {"source": "leaflet", "medium": "print", "campaign": "waiting-rooms"},
    {"source": "radio", "medium": "audio", "campaign": "morning-show"},
    {"source": "referral", "medium": "web", "campaign": "pain-network"},
)

BEST_TIMES = ("", "", "", "morning", "afternoon", "evening")
MAIL_DOMAINS = ("example.com", "example.org", "example.net")


def consult_requests(count: int, *, seed: int | str = "lamplight") -> Iterator[PersonRequest]:
    """Yield `count` requests in no order of time; the same count and seed give the same people.

    Names never repeat, with two exceptions that a coordinator meets too: about one request in fifty is a second
    one of an earlier sender (`returning`, same name, e-mail and phone, same clinic), and about one in eighty shares
    the phone of somebody else (a household). Lazy and with constant memory: 50,000 take a second or two.
    """
    chance = random.Random(f"consult-requests:{seed}")
    names = {pool: _names(pool, start=chance.randrange(1_000_000)) for pool in NAMES}
    earlier: dict[str, deque[PersonRequest]] = {clinic: deque(maxlen=40) for clinic in CLINIC_WEIGHTS}
    # A small demo needs people to call today, a large one a history: two months to two years.
    span_days = min(730.0, max(60.0, count / 10))
    skew = 2.2 if count < 1000 else 1.3

    for _ in range(count):
        clinic = _weighted(chance, CLINIC_WEIGHTS)
        known = earlier[clinic]
        draw = chance.random()
        if known and draw < 0.02:
            first = chance.choice(known)
            yield _second_request(first, chance=chance)
            continue
        request = _first_request(clinic, names=names, chance=chance, days_ago=span_days * chance.random() ** skew)
        if known and draw < 0.0325 and request.phone and (shared := chance.choice(known).phone):
            request = replace(request, phone=shared)
        known.append(request)
        yield request


def _first_request(
    clinic: str, *, names: dict[str, Iterator[tuple[str, str, str]]], chance: random.Random, days_ago: float
) -> PersonRequest:
    language: Literal["en", "es"] = "es" if chance.random() < SPANISH_SHARE[clinic] else "en"
    pool = "spanish" if language == "es" else _weighted(chance, NAME_WEIGHTS[clinic])
    first, middle, last = next(names[pool])
    email = _email(first, middle, last, chance=chance) if chance.random() < 0.78 else ""
    phone = chance.choice(chance.choice(PHONES[clinic]))
    if email and chance.random() < 0.14:
        phone = ""
    contact: Literal["phone", "email", "text"] = "email"
    if phone:
        contact = chance.choices(("phone", "text", "email"), (60, 28, 12 if email else 0))[0]
    return PersonRequest(
        clinic_slug=clinic,
        full_name=" ".join(part for part in (first, middle, last) if part),
        email=email,
        phone=phone,
        message=_message(language, chance=chance),
        preferred_contact=contact,
        best_time=chance.choice(BEST_TIMES),
        consent_contact=chance.random() < 0.97,
        consent_sms=bool(phone) and (contact == "text" or chance.random() < 0.2),
        newsletter=bool(email) and chance.random() < 0.22,
        days_ago=days_ago,
        stage_slug=_stage(days_ago, chance=chance),
        language=language,
        page=_page(clinic, language=language, chance=chance),
        utm=dict(chance.choice(CAMPAIGNS)),
    )


def _second_request(first: PersonRequest, *, chance: random.Random) -> PersonRequest:
    days_ago = first.days_ago * chance.random()
    return replace(
        first,
        message=_message(first.language, chance=chance),
        newsletter=False,
        days_ago=days_ago,
        stage_slug=_stage(days_ago, chance=chance),
        page=_page(first.clinic_slug, language=first.language, chance=chance),
        utm={},
        returning=True,
    )


def _names(pool: str, *, start: int) -> Iterator[tuple[str, str, str]]:
    """Every (first, middle, last) of a pool once, neighbours far apart; middle initials begin when pairs run out."""
    firsts, lasts = (words.split() for words in NAMES[pool])
    total = len(firsts) * len(lasts)
    # A step that shares no factor with the total visits each pair once; near the golden section it scatters them.
    step = next(step for step in range(round(total * 0.618), total) if gcd(step, total) == 1)
    one = (f"{letter}." for letter in ascii_uppercase)
    two = (f"{a}. {b}." for a, b in product(ascii_uppercase, repeat=2))
    for middle in ("", *one, *two):
        for number in range(total):
            first, last = divmod((start + number * step) % total, len(lasts))
            yield firsts[first], middle, lasts[last]


def _email(first: str, middle: str, last: str, *, chance: random.Random) -> str:
    parts = [_plain(part) for part in (first, middle, last) if part]
    separator = chance.choice((".", ".", "_", "-", ""))
    digits = str(chance.randrange(10, 100)) if chance.random() < 0.35 else ""
    return f"{separator.join(parts)}{digits}@{chance.choice(MAIL_DOMAINS)}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def _message(language: str, *, chance: random.Random) -> str:
    if chance.random() < 0.3:
        return ""
    pieces = (chance.choice(OPENINGS[language]), chance.choice(MATTERS[language]), chance.choice(CLOSINGS[language]))
    return " ".join(piece for piece in pieces if piece)


def _page(clinic: str, *, language: str, chance: random.Random) -> str:
    prefix = "/es" if language == "es" else ""
    draw = chance.random()
    if draw < 0.55:
        return f"{prefix}/clinics/{clinic}/"
    if draw < 0.85:
        return f"{prefix}/treatments/{chance.choice(TREATMENTS_BY_CLINIC[clinic])}/"
    return f"{prefix}/articles/{chance.choice(ARTICLES).slug}/"


def _stage(days_ago: float, *, chance: random.Random) -> str:
    weights = next(weights for limit, weights in STAGE_WEIGHTS_BY_AGE if days_ago <= limit)
    return chance.choices(STAGES, weights)[0]


def _weighted(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(tuple(weights), tuple(weights.values()))[0]
