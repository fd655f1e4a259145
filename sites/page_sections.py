"""How the blocks of a body fall into bands across the page: a heading opens one, what needs width stands in its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.blocks import StreamValue

type StreamChild = StreamValue.StreamChild

# Ground of the band that a block of its own gets.
GROUND_BY_BLOCK = {
    "balance": "tint",
    "clinic_cards": "tint",
    "clinic_finder": "tint",
    "consult_form": "tint",
    "newsletter_form": "tint",
    "phone_action": "deep",
    "booking_action": "deep",
}
# What asks the reader to do something. The page's own parts, such as its providers, come before the first of these.
ACTIONS = frozenset({"consult_form", "newsletter_form", "phone_action", "booking_action"})


@dataclass
class Section:
    ground: str = "plain"
    heading: StreamChild | None = None
    blocks: list[StreamChild] = field(default_factory=list)

    @property
    def is_rail(self) -> bool:
        """Heading left and text right, as against one thing across the page."""
        return self.ground == "plain"

    @property
    def default_heading(self) -> str:
        """What stands above blocks that an editor gave no heading, so that cards do not hang below nothing."""
        if self.heading or not self.blocks:
            return ""
        return str(getattr(self.blocks[0].block.meta, "default_heading", ""))

    @property
    def holds_action(self) -> bool:
        return any(block.block_type in ACTIONS for block in self.blocks)


def sections_of(blocks: Iterable[StreamChild]) -> list[Section]:
    """Every block once, in order. A heading right before a wide block goes into that block's band, unless the band
    brings a heading of its own ("deep")."""
    sections: list[Section] = []
    for block in blocks:
        ground = GROUND_BY_BLOCK.get(block.block_type, "plain")
        last = sections[-1] if sections else None
        if block.block_type == "heading":
            sections.append(Section(heading=block))
        elif ground != "plain":
            if last and last.heading and not last.blocks and ground == "tint":
                last.ground = ground
                last.blocks.append(block)
            else:
                sections.append(Section(ground, blocks=[block]))
        elif last and last.is_rail:
            last.blocks.append(block)
        else:
            sections.append(Section(blocks=[block]))
    return sections
