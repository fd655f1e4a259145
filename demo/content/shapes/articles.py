"""Shapes of an article: who wrote it, where it comes from, and its blocks."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockType = Literal[
    "heading",
    "paragraph",
    "definitions",
    "steps",
    "tips",
    "benefits",
    "side_effects",
    "quote",
    "testimonials",
    "resources",
    "newsletter_form",
    "consult_form",
    "phone_action",
    "notice",
    "statistic",
    "side_effects_by_dose",
    "clinic_cards",
    "map",
    "legal_notice",
]

# A string (heading, paragraph, notice, form heading, a fact's wording, a treatment's slug; empty for blocks that take
# all from the record), a tuple of strings (benefits, side effects, names of stories'
# tellers and of resources), one pair (quote: text and source) or a tuple of pairs (definitions, steps, tips).
BlockValue = str | tuple[str, ...] | tuple[tuple[str, str], ...]
Block = tuple[BlockType, BlockValue]


@dataclass(frozen=True)
class Byline:
    """A provider of ours by slug, or an outside author by name."""

    provider: str = ""
    name: str = ""
    degree: str = ""
    role: str = ""
    portrait: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a republished article first appeared, and why we may print it."""

    publisher: str
    author: str
    degree: str
    url: str
    licence: str
    first_published: date


@dataclass(frozen=True)
class ArticleContent:
    slug: str
    title: str
    deck: str
    byline: Byline
    published: date
    reviewed_by: str
    reviewed: date
    body: tuple[Block, ...]
    scene: str
    conditions: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    origin: Origin | None = None
