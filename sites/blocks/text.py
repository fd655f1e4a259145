"""Blocks that tell something."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

PROSE_FEATURES = ["h3", "bold", "italic", "link", "ol", "ul", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "sites/blocks/prose.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "sites/blocks/heading.html"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"))
    definition = blocks.TextBlock(label=_("Definition"))


class DefinitionsBlock(blocks.ListBlock):
    """Terms with what they mean: symptoms, causes."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(DefinitionBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Definitions")
        template = "sites/blocks/definitions.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"))
    text = blocks.TextBlock(label=_("What happens"))


class StepsBlock(blocks.ListBlock):
    """What to expect, in order."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "sites/blocks/steps.html"


class BalanceBlock(blocks.StructBlock):
    """Benefits and side effects, one never without the other."""

    benefits = blocks.ListBlock(blocks.CharBlock(), label=_("What it may do"), min_num=1)
    side_effects = blocks.ListBlock(blocks.CharBlock(), label=_("Side effects"), min_num=1)

    class Meta:
        icon = "tick-inverse"
        label = _("Benefits and side effects")
        template = "sites/blocks/balance.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    source = blocks.CharBlock(label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "sites/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture with caption")
        template = "sites/blocks/picture.html"


class NoticeBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "sites/blocks/notice.html"
