"""Whom it may suit, and who should not have it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.titled import TitledBlock
from sites.blocks.words import CharBlock, TextBlock


class CandidacyBlock(TitledBlock):
    text = TextBlock(label=_("Text before the list"), required=False)
    points = blocks.ListBlock(CharBlock(), label=_("It may suit you if"), min_num=1)

    class Meta:
        icon = "user"
        label = _("Whom it may suit")
        description = _("A list of what speaks for it. Says that a provider decides with the patient.")
        template = "sites/blocks/candidacy.html"
        default_heading = _("Whom it may suit")
        preview_value = {
            "points": [_("pain has lasted longer than three months"), _("someone can drive you home each time")]
        }


class ContraindicationsBlock(TitledBlock):
    text = TextBlock(label=_("Text after the list"), required=False)
    points = blocks.ListBlock(CharBlock(), label=_("Reasons not to have it"), min_num=1)

    class Meta:
        icon = "cross"
        label = _("Who should not have it")
        description = _("A framed list of what speaks against it, with a request to say so first.")
        template = "sites/blocks/contraindications.html"
        default_heading = _("Who should not have it")
        preview_value = {
            "points": [_("pregnancy or breast-feeding"), _("blood pressure that is not controlled")],
            "text": _("Bring a list of your medicines to the first talk."),
        }
