"""Shapes of who treats what, and how."""

from dataclasses import dataclass
from typing import Literal

from .references import FactContent

DoseBand = Literal["low", "high", "any"]
SchemaType = Literal["Physician", "Person"]


@dataclass(frozen=True)
class CredentialContent:
    """`schema_type` is the schema.org type that a holder may be called in structured data."""

    code: str
    meaning: str
    schema_type: SchemaType


@dataclass(frozen=True)
class ProviderContent:
    """`roles` maps clinic slug to what the provider does there; `bio` is plain text, a paragraph each."""

    slug: str
    name: str
    credentials: tuple[str, ...]
    summary: str
    roles: dict[str, str]
    bio: tuple[str, ...]
    languages: tuple[str, ...]
    licence_states: tuple[str, ...]
    portrait: str


@dataclass(frozen=True)
class ConditionContent:
    """`symptoms` are (term, definition)."""

    slug: str
    name: str
    summary: str
    definition: str
    symptoms: tuple[tuple[str, str], ...]
    statistic: FactContent | None = None
    is_dangerous: bool = False
    """Its page then says first whom to call at once."""


@dataclass(frozen=True)
class SideEffect:
    name: str
    dose: DoseBand
    wording: str
    is_serious: bool = False


@dataclass(frozen=True)
class TreatmentContent:
    """`how_it_works` and `steps` are (title, text). `drawbacks` stand beside the benefits, as many and as large; they
    sum up the side effects, which follow by dose.

    `off_label_notice` is empty only where no medicine is given; `session_length` has at most 80 characters.
    """

    slug: str
    name: str
    summary: str
    how_it_works: tuple[tuple[str, str], ...]
    benefits: tuple[str, ...]
    drawbacks: tuple[str, ...]
    side_effects: tuple[SideEffect, ...]
    evidence: str
    steps: tuple[tuple[str, str], ...]
    candidacy: tuple[str, ...]
    contraindications: tuple[str, ...]
    off_label_notice: str
    session_length: str
    conditions: tuple[str, ...]
