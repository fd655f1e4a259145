"""What a page's body may be made of, in the order an editor finds it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.actions import BookingActionBlock, ConsultFormBlock, NewsletterFormBlock, PhoneActionBlock
from sites.blocks.library_grids import ConditionsBlock, TreatmentsBlock
from sites.blocks.people import ProviderCardsBlock
from sites.blocks.places import ClinicCardsBlock, ClinicFinderBlock, MapBlock, OpeningHoursBlock
from sites.blocks.prices import PricesBlock
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
    treatments = TreatmentsBlock(group=_("People and places"))
    conditions = ConditionsBlock(group=_("People and places"))
    provider_cards = ProviderCardsBlock(group=_("People and places"))
    clinic_cards = ClinicCardsBlock(group=_("People and places"))
    clinic_finder = ClinicFinderBlock(group=_("People and places"))
    opening_hours = OpeningHoursBlock(group=_("People and places"))
    map = MapBlock(group=_("People and places"))
    prices = PricesBlock(group=_("People and places"))
    phone_action = PhoneActionBlock(group=_("Action"))
    booking_action = BookingActionBlock(group=_("Action"))
    consult_form = ConsultFormBlock(group=_("Action"))
    newsletter_form = NewsletterFormBlock(group=_("Action"))

    class Meta:
        block_counts: dict[str, dict[str, int]] = {"consult_form": {"max_num": 1}}
