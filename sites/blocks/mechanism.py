"""How a treatment may work, and how much of that is known."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.points import PointBlock
from sites.blocks.titled import TitledBlock
from sites.blocks.words import TextBlock


class MechanismBlock(TitledBlock):
    text = TextBlock(label=_("Text before the points"), required=False)
    points = blocks.ListBlock(PointBlock(), label=_("Points"), min_num=1)
    is_uncertain = blocks.BooleanBlock(
        label=_("Not fully understood"), required=False, default=True, help_text=_("The page then says so.")
    )

    class Meta:
        icon = "cogs"
        label = _("How it may work")
        description = _("Points with a title each, and a line that says how much is known.")
        template = "sites/blocks/mechanism.html"
        default_heading = _("How it may work")
        preview_value = {
            "points": [
                {"title": _("Signals"), "text": _("It may quiet nerves that have become too easy to set off.")},
                {"title": _("Mood"), "text": _("It may lift mood, which changes how pain is felt.")},
            ],
            "is_uncertain": True,
        }
