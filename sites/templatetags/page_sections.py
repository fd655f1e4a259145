"""A body as bands, and what is in it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from django import template

from sites.blocks.chosen import ChosenRows
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


@register.simple_tag(takes_context=True)
def shown_sections(context: dict[str, Any], sections: Iterable[Section]) -> list[Section]:
    """Without the blocks that have nothing to show today, such as a number past its review, and their empty bands."""
    shown = []
    for section in sections:
        blocks = [block for block in section.blocks if has_something_to_show(block, context)]
        if blocks or not section.blocks:
            shown.append(replace(section, blocks=blocks))
    return shown


def has_something_to_show(block: StreamChild, context: dict[str, Any]) -> bool:
    return not isinstance(block.value, ChosenRows) or block.value.has_something_to_show(context)
