"""What a page's body may be made of, in the order an editor finds it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.actions import BookingActionBlock, ConsultFormBlock, NewsletterFormBlock, PhoneActionBlock
from sites.blocks.text import (
    PROSE_FEATURES,
    BalanceBlock,
    DefinitionsBlock,
    HeadingBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
)


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(group=_("Text"))
    prose = ProseBlock(features=PROSE_FEATURES, group=_("Text"))
    definitions = DefinitionsBlock(group=_("Text"))
    steps = StepsBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    picture = PictureBlock(group=_("Text"))
    balance = BalanceBlock(group=_("Medicine"))
    notice = NoticeBlock(group=_("Medicine"))
    phone_action = PhoneActionBlock(group=_("Action"))
    booking_action = BookingActionBlock(group=_("Action"))
    consult_form = ConsultFormBlock(group=_("Action"))
    newsletter_form = NewsletterFormBlock(group=_("Action"))

    class Meta:
        block_counts: dict[str, dict[str, int]] = {"consult_form": {"max_num": 1}}
