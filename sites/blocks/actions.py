"""Blocks that lead to a person. They hold no phone number and no clinic: both come from the page they stand on."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class PhoneActionBlock(blocks.StructBlock):
    """Call us: the clinic of the page, or each clinic where the page belongs to none."""

    text = blocks.CharBlock(label=_("Text above the number"), required=False)

    class Meta:
        icon = "mobile-alt"
        label = _("Call")
        template = "sites/blocks/phone_action.html"


class BookingActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text above the link"), required=False)

    class Meta:
        icon = "calendar"
        label = _("Book online")
        template = "sites/blocks/booking_action.html"


class ConsultFormBlock(blocks.StructBlock):
    """Where a consult form stands. What the form is belongs to the leads app; the template puts it here."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    text = blocks.TextBlock(label=_("Text beside the form"), required=False)

    class Meta:
        icon = "form"
        label = _("Consult form")
        template = "sites/blocks/consult_form.html"


class NewsletterFormBlock(blocks.StructBlock):
    """Where a newsletter sign-up stands."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        icon = "mail"
        label = _("Newsletter form")
        template = "sites/blocks/newsletter_form.html"
