"""Shapes of what pages choose from: numbers, prices, stories, questions, outside help. Slugs stand for clinics and
treatments."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PaymentKind = Literal["insurance", "public", "financing", "direct"]


@dataclass(frozen=True)
class FactContent:
    """A real number of a real source, looked up there; `share` of a hundred where it is one."""

    value: str
    wording: str
    source: str
    source_url: str
    as_of: date
    review_by: date
    share: int | None = None


@dataclass(frozen=True)
class ProtocolContent:
    clinic: str
    treatment: str
    session_length: str
    session_count: str
    onset: str
    maintenance: str = ""


@dataclass(frozen=True)
class PriceContent:
    clinic: str
    label: str
    amount: int
    treatment: str = ""
    note: str = ""


@dataclass(frozen=True)
class PaymentMethodContent:
    slug: str
    name: str
    kind: PaymentKind
    clinics: tuple[str, ...]


@dataclass(frozen=True)
class StoryContent:
    """An invented story: pages say so beside it."""

    display_name: str
    text: str
    treatment: str
    clinic: str = ""


@dataclass(frozen=True)
class QuestionContent:
    question: str
    answer: str
    treatment: str = ""
    clinic: str = ""


@dataclass(frozen=True)
class ResourceContent:
    name: str
    url: str
    description: str
