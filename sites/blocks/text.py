"""Blocks that tell something."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from sites.blocks.words import CharBlock, TextBlock
from sites.texts import TextAmongOthers, Texts

PROSE_FEATURES = ["h3", "bold", "italic", "link", "ol", "ul", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    def bulk_to_python(self, values: Iterable[str]) -> list[RichText]:
        texts = Texts(value or "" for value in values)
        return [TextAmongOthers(texts, position) for position in range(len(texts.sources))]

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links, with small headings.")
        preview_value = _("<p>The first talk is <b>not a treatment</b>. Nobody decides anything that day.</p>")
        template = "sites/blocks/prose.html"


class HeadingBlock(CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Opens a new section of the page. What follows stands beside it.")
        preview_value = _("What happens on the day")
        template = "sites/blocks/heading.html"


class DefinitionBlock(blocks.StructBlock):
    term = CharBlock(label=_("Term"))
    definition = TextBlock(label=_("Definition"))


class DefinitionsBlock(blocks.ListBlock):
    """Terms with what they mean: symptoms, causes."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(DefinitionBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Definitions")
        description = _("Terms with what they mean: causes, symptoms.")
        preview_value = [
            {"term": _("Nerve pain"), "definition": _("Pain that starts in a nerve, not where it is felt.")}
        ]
        template = "sites/blocks/definitions.html"


class StepBlock(blocks.StructBlock):
    title = CharBlock(label=_("Step"))
    text = TextBlock(label=_("What happens"))


class StepsBlock(blocks.ListBlock):
    """What to expect, in order."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("What to expect")
        description = _("What happens, in order, with a number for each step.")
        preview_value = [
            {"title": _("A talk"), "text": _("A provider reads your records and asks what you have tried.")},
            {"title": _("Rest, then home"), "text": _("Somebody else drives.")},
        ]
        template = "sites/blocks/steps.html"


class QuoteBlock(blocks.StructBlock):
    text = TextBlock(label=_("Quote"))
    source = CharBlock(label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("One sentence that somebody said, with their name.")
        preview_value = {"text": _("Ask us anything twice."), "source": _("A nurse")}
        template = "sites/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture with caption")
        description = _("A picture across the text, with a line below it.")
        preview_template = "sites/block_previews/picture.html"
        template = "sites/blocks/picture.html"
