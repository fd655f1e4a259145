"""Blocks that lead to a door: clinics, the finder, opening hours, the way there."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.clinic_choice import PREVIEW_TEMPLATE, ClinicBlock, ClinicChooserBlock
from sites.blocks.words import CharBlock

if TYPE_CHECKING:
    from sites.models import Clinic
    from sites.navigation import Navigation


class ClinicCardsBlock(blocks.StructBlock):
    """Several clinics side by side, each with its own phone."""

    clinics = blocks.ListBlock(
        ClinicChooserBlock(),
        default=[],
        label=_("Clinics"),
        help_text=_("Empty: the clinic of the page; on a page of no clinic, all of them. Closed ones are left out."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With a choice, `clinic_openings` are those clinics', and `nav` knows their pages too."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chosen = [clinic for clinic in value["clinics"] if clinic and clinic.is_shown]
        if chosen:
            now = timezone.now()
            context["clinic_openings"] = [(clinic, clinic.opening_state(at=now)) for clinic in chosen]
            context["nav"] = navigation_with(chosen, nav=context.get("nav"))
        return context

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from sites.blocks.samples import sample_context

        return (parent_context or {}) | sample_context()

    class Meta:
        icon = "home"
        label = _("Clinics")
        description = _("A card for each clinic: address, open or closed now, phone, link to its page.")
        default_heading = _("The clinics")
        template = "sites/blocks/clinic_cards.html"
        preview_template = PREVIEW_TEMPLATE
        preview_value: dict[str, Any] = {"clinics": []}


class ClinicFinderBlock(blocks.StructBlock):
    """A field for a city or ZIP code. The answer is a page of its own; nobody's position is asked for."""

    text = CharBlock(label=_("Text above the field"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["finder_url"] = reverse("find_a_clinic")
        return context

    class Meta:
        icon = "search"
        label = _("Clinic finder")
        description = _("Visitors type a city or ZIP code and get the nearest clinics, with distance and phone.")
        default_heading = _("Find the nearest clinic")
        template = "sites/blocks/clinic_finder.html"
        preview_template = PREVIEW_TEMPLATE
        preview_value = {"text": ""}


class OpeningHoursBlock(ClinicBlock):
    class Meta:
        icon = "time"
        label = _("Opening hours")
        description = _(
            "The week of the clinic and whether it is open now; on a page of no clinic, each of them today."
        )
        default_heading = _("Opening hours")
        template = "sites/blocks/opening_hours.html"
        preview_value = {"clinic": None}


class MapBlock(ClinicBlock):
    """A drawing and a link. No map service hears of the visitor before they follow it."""

    class Meta:
        icon = "site"
        label = _("Map and address")
        description = _("The clinic's address beside a drawn map, with a link to the map service of its record.")
        default_heading = _("Find us")
        template = "sites/blocks/map.html"
        preview_value = {"clinic": None}


def navigation_with(clinics: "list[Clinic]", *, nav: "Navigation | None") -> "Navigation":
    """A clinic's page knows the way to its own clinic only: add the way to these. One query where one is missing."""
    from sites.clinic_addresses import clinic_urls
    from sites.navigation import Navigation

    nav = nav or Navigation(network_name="")
    missing = [clinic for clinic in clinics if clinic.slug not in nav.clinic_urls]
    found = clinic_urls(missing, language_code=get_language() or settings.LANGUAGE_CODE)
    return replace(nav, clinic_urls=nav.clinic_urls | found)
