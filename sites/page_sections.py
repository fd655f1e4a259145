"""How the blocks of a body fall into bands across the page: a heading opens one, what needs width stands in its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.blocks import StreamValue

from sites.blocks.titled import TitledValue

type StreamChild = StreamValue.StreamChild

# Ground of the band that a block across the page gets. Any other block stands in a rail: heading left, text right.
GROUND_BY_BLOCK = {
    "hero": "sky",
    "statistic": "plain",
    "balance": "tint",
    "clinic_cards": "tint",
    "clinic_finder": "tint",
    "side_effects": "tint",
    "testimonials": "tint",
    "consult_form": "tint",
    "newsletter_form": "tint",
    "phone_action": "deep",
    "booking_action": "deep",
}
# Their blocks bring a heading that is more than a title of what follows.
GROUNDS_WITH_HEADING = frozenset({"sky", "deep"})
# What asks the reader to do something. The page's own parts, such as its providers, come before the first of these.
ACTIONS = frozenset({"consult_form", "newsletter_form", "phone_action", "booking_action"})


@dataclass
class Section:
    ground: str = "plain"
    heading: StreamChild | None = None
    title: str = ""
    """What its one block is called, where no heading stands before it."""
    is_wide: bool = False
    blocks: list[StreamChild] = field(default_factory=list)

    @property
    def is_rail(self) -> bool:
        """Heading left and text right, as against one thing across the page."""
        return not self.is_wide

    @property
    def is_titled(self) -> bool:
        """Whether the band says what its block is, so that the block need not."""
        return bool(self.heading or self.title)

    @property
    def holds_action(self) -> bool:
        return any(block.block_type in ACTIONS for block in self.blocks)


def sections_of(blocks: Iterable[StreamChild]) -> list[Section]:
    """Every block once, in order. A heading right before a wide or titled block goes into that block's band, unless the
    band brings a heading of its own."""
    sections: list[Section] = []
    for block in blocks:
        is_wide = block.block_type in GROUND_BY_BLOCK
        ground = GROUND_BY_BLOCK.get(block.block_type, "plain")
        title = title_of(block)
        last = sections[-1] if sections else None
        if block.block_type == "heading":
            sections.append(Section(heading=block))
        elif last and last.heading and not last.blocks and ground not in GROUNDS_WITH_HEADING:
            last.ground, last.is_wide = ground, is_wide
            last.blocks.append(block)
        elif is_wide or title:
            sections.append(Section(ground, title=title, is_wide=is_wide, blocks=[block]))
        elif last and last.is_rail:
            last.blocks.append(block)
        else:
            sections.append(Section(blocks=[block]))
    return sections


def title_of(block: StreamChild) -> str:
    if isinstance(block.value, TitledValue):
        return block.value.title
    return str(getattr(block.block.meta, "default_heading", ""))
