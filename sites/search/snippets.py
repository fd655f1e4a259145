"""The part of a page's text that shows why it was found."""

import re
from collections.abc import Sequence
from typing import NamedTuple

LENGTH = 220
BEFORE_MATCH = 60


class Fragment(NamedTuple):
    text: str
    is_match: bool


def snippet_of(text: str, words: Sequence[str]) -> list[Fragment]:
    """About `LENGTH` letters around the first of the words; the beginning, where the text has none of them."""
    text = " ".join(text.split())
    matching = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
    first = matching.search(text)
    excerpt = cut(text, start=max(0, first.start() - BEFORE_MATCH) if first else 0)
    return fragments(excerpt, matching)


def cut(text: str, *, start: int) -> str:
    """Whole words, and dots where something is left out."""
    start = text.find(" ", start) + 1 if start else 0
    end = start + LENGTH
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + LENGTH // 2)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def fragments(text: str, matching: re.Pattern[str]) -> list[Fragment]:
    found, position = [], 0
    for match in matching.finditer(text):
        found += [Fragment(text[position : match.start()], False), Fragment(match[0], True)]
        position = match.end()
    return [each for each in (*found, Fragment(text[position:], False)) if each.text]
