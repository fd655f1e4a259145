"""Blocks that bring their own heading, so that a list of warnings never stands without saying what it is."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.words import CharBlock


class TitledValue(blocks.StructValue):
    @property
    def title(self) -> str:
        """The editor's heading, or the usual one of the block."""
        return str(self.get("heading") or self.block.meta.default_heading)


class TitledBlock(blocks.StructBlock):
    """Where a heading block stands right before it, that one is shown instead: see `sites/page_sections.py`."""

    heading = CharBlock(label=_("Heading"), required=False, help_text=_("Empty: the usual words."))

    class Meta:
        value_class = TitledValue
        default_heading = ""
