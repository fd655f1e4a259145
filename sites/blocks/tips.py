"""Numbered advice."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.points import PointBlock
from sites.blocks.titled import TitledBlock


class TipsBlock(TitledBlock):
    tips = blocks.ListBlock(PointBlock(), label=_("Tips"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Tips")
        description = _("Numbered advice that a reader can follow alone.")
        template = "sites/blocks/tips.html"
        default_heading = _("What you can do yourself")
        preview_value = {
            "tips": [
                {"title": _("Write it down"), "text": _("A line a day on sleep, movement and pain.")},
                {"title": _("Move a little"), "text": _("Short and often may be easier than long and seldom.")},
            ]
        }
