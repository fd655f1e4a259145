"""What must be said: where medicine ends, and whom to call when it cannot wait."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.titled import TitledBlock
from sites.blocks.words import CharBlock, TextBlock


class NoticeBlock(blocks.StructBlock):
    heading = CharBlock(label=_("Heading"), required=False)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("A framed note that readers should not miss.")
        template = "sites/blocks/notice.html"
        preview_value = {"heading": _("Before you come"), "text": _("Eat and drink as the sheet we send you says.")}


class LegalNoticeBlock(TitledBlock):
    text = TextBlock(label=_("Text"), required=False, help_text=_("Empty: the network's usual words."))

    class Meta:
        icon = "doc-full"
        label = _("Legal notice")
        description = _("Small print: information, not advice, and no promise.")
        template = "sites/blocks/legal_notice.html"
        default_heading = _("Medical notice")
        preview_value = {"text": ""}


class EmergencyNoticeBlock(blocks.StructBlock):
    text = TextBlock(
        label=_("More words"), required=False, help_text=_("911 and 988 are always named; they need no typing.")
    )

    class Meta:
        icon = "warning"
        label = _("Emergency notice")
        description = _("Whom to call in danger, in red. The only block that looks urgent.")
        template = "sites/blocks/emergency_notice.html"
        preview_value = {"text": ""}
