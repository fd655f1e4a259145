"""A body as bands, and what is in it."""

from itertools import dropwhile, takewhile

from django import template
from wagtail.blocks import StreamValue

from sites.page_sections import Section, sections_of

register = template.Library()


@register.filter
def sections(body: StreamValue) -> list[Section]:
    return sections_of(body)


@register.filter
def opening_sections(body: StreamValue) -> list[Section]:
    """Those before the first that asks the reader to do something."""
    return list(takewhile(lambda section: not section.holds_action, sections_of(body)))


@register.filter
def closing_sections(body: StreamValue) -> list[Section]:
    """The rest: with `opening_sections` the whole body."""
    return list(dropwhile(lambda section: not section.holds_action, sections_of(body)))


@register.filter
def holds(body: StreamValue, block_type: str) -> bool:
    """Whether the body has a block of this type, so that a template need not add its own."""
    return any(block.block_type == block_type for block in body)
