from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.words import CharBlock, TextBlock


class PointBlock(blocks.StructBlock):
    title = CharBlock(label=_("Title"))
    text = TextBlock(label=_("Text"))
