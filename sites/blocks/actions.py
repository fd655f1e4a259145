"""Blocks that lead to a person. They hold no phone number: it comes from the clinic, chosen or of the page."""

from django.utils.translation import gettext_lazy as _

from sites.blocks.choosers import ConsultFormChooserBlock
from sites.blocks.clinic_choice import ClinicBlock
from sites.blocks.words import CharBlock, TextBlock


class PhoneActionBlock(ClinicBlock):
    """Call us: the chosen clinic, that of the page, or each clinic where the page belongs to none."""

    text = CharBlock(
        label=_("Text above the number"),
        required=False,
        help_text=_("No phone number here: it would stay wrong when the clinic's changes."),
    )

    class Meta:
        icon = "mobile-alt"
        label = _("Call")
        description = _("The clinic's phone number and its consult form. On a page of no clinic: every clinic's.")
        template = "sites/blocks/phone_action.html"
        preview_value = {"clinic": None, "text": ""}


class BookingActionBlock(ClinicBlock):
    text = CharBlock(label=_("Text above the link"), required=False)

    class Meta:
        icon = "calendar"
        label = _("Book online")
        description = _("The clinic's online booking, and its phone for who would rather call.")
        template = "sites/blocks/booking_action.html"
        preview_value = {"clinic": None, "text": ""}


class ConsultFormBlock(ClinicBlock):
    """Where a consult form stands. What the form is belongs to the leads app; the template puts it here."""

    heading = CharBlock(label=_("Heading"), required=False)
    text = TextBlock(label=_("Text beside the form"), required=False)
    consult_form = ConsultFormChooserBlock(
        label=_("Form"), required=False, help_text=_("Empty: the usual questions, on one page.")
    )

    class Meta:
        icon = "form"
        label = _("Consult form")
        description = _("The form that reaches the clinic's coordinators. On a page of no clinic, visitors choose one.")
        template = "sites/blocks/consult_form.html"
        preview_value = {"clinic": None, "heading": "", "text": "", "consult_form": None}


class NewsletterFormBlock(ClinicBlock):
    """Where a newsletter sign-up stands."""

    heading = CharBlock(label=_("Heading"), required=False)
    text = TextBlock(label=_("Text"), required=False)

    class Meta:
        icon = "mail"
        label = _("Newsletter form")
        description = _("Sign-up for the clinic's letter, or the network's where the clinic has none.")
        template = "sites/blocks/newsletter_form.html"
        preview_value = {"clinic": None, "heading": _("A letter now and then"), "text": ""}
