"""What a page's body may be made of, in the order an editor finds it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.actions import BookingActionBlock, ConsultFormBlock, NewsletterFormBlock, PhoneActionBlock
from sites.blocks.candidacy import CandidacyBlock, ContraindicationsBlock
from sites.blocks.comparison import ComparisonBlock
from sites.blocks.hero import HeroBlock
from sites.blocks.library_grids import ConditionsBlock, TreatmentsBlock
from sites.blocks.mechanism import MechanismBlock
from sites.blocks.notices import EmergencyNoticeBlock, LegalNoticeBlock, NoticeBlock
from sites.blocks.people import ProviderCardsBlock
from sites.blocks.places import ClinicCardsBlock, ClinicFinderBlock, MapBlock, OpeningHoursBlock
from sites.blocks.prices import PricesBlock
from sites.blocks.protocol import ProtocolBlock
from sites.blocks.questions import QuestionsBlock
from sites.blocks.resources import ResourcesBlock
from sites.blocks.rows_in_hand import BodyValue
from sites.blocks.side_effects import BalanceBlock, SideEffectsBlock
from sites.blocks.statistic import StatisticBlock
from sites.blocks.testimonials import TestimonialsBlock
from sites.blocks.text import (
    PROSE_FEATURES,
    DefinitionsBlock,
    HeadingBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
)
from sites.blocks.tips import TipsBlock
from sites.blocks.video import VideoBlock


class BodyBlock(blocks.StreamBlock):
    hero = HeroBlock(group=_("Text"))
    heading = HeadingBlock(group=_("Text"))
    prose = ProseBlock(features=PROSE_FEATURES, group=_("Text"))
    definitions = DefinitionsBlock(group=_("Text"))
    steps = StepsBlock(group=_("Text"))
    tips = TipsBlock(group=_("Text"))
    questions = QuestionsBlock(group=_("Text"))
    comparison = ComparisonBlock(group=_("Text"))
    resources = ResourcesBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    testimonials = TestimonialsBlock(group=_("Text"))
    picture = PictureBlock(group=_("Text"))
    video = VideoBlock(group=_("Text"))
    mechanism = MechanismBlock(group=_("Medicine"))
    statistic = StatisticBlock(group=_("Medicine"))
    balance = BalanceBlock(group=_("Medicine"))
    side_effects = SideEffectsBlock(group=_("Medicine"))
    candidacy = CandidacyBlock(group=_("Medicine"))
    contraindications = ContraindicationsBlock(group=_("Medicine"))
    protocol = ProtocolBlock(group=_("Medicine"))
    notice = NoticeBlock(group=_("Medicine"))
    legal_notice = LegalNoticeBlock(group=_("Medicine"))
    emergency_notice = EmergencyNoticeBlock(group=_("Medicine"))
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

    def to_python(self, value: Any) -> Any:
        stream = super().to_python(value)
        return BodyValue(self, list(stream.raw_data), is_lazy=True) if stream.is_lazy else stream

    class Meta:
        block_counts: dict[str, dict[str, int]] = {"consult_form": {"max_num": 1}}
