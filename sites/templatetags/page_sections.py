"""A body as bands, and what is in it."""

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from django import template

from sites.page_sections import Section, StreamChild, sections_of

register = template.Library()


@register.filter
def sections(body: Iterable[StreamChild]) -> list[Section]:
    return sections_of(body)


@register.filter
def opening_sections(body: Iterable[StreamChild]) -> list[Section]:
    """Those before the first that asks the reader to do something."""
    return list(takewhile(lambda section: not section.holds_action, sections_of(body)))


@register.filter
def closing_sections(body: Iterable[StreamChild]) -> list[Section]:
    """The rest: with `opening_sections` the whole body."""
    return list(dropwhile(lambda section: not section.holds_action, sections_of(body)))


@register.filter
def holds(body: Iterable[StreamChild], block_type: str) -> bool:
    """Whether the body has a block of this type, so that a template need not add its own."""
    return any(block.block_type == block_type for block in body)
