from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class PointBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))
