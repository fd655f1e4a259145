"""Blocks that show who treats."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import ProviderChooserBlock
from sites.blocks.clinic_choice import ClinicBlock


class ProviderCardsBlock(ClinicBlock):
    providers = blocks.ListBlock(
        ProviderChooserBlock(),
        default=[],
        label=_("Providers"),
        help_text=_("Empty: all who work at the clinic. Who has left, or works elsewhere, is not shown."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `provider_cards`."""
        context = super().get_context(value, parent_context=parent_context)
        chosen = [each for each in value["providers"] if each]
        cards = context["directory"].providers(clinics=context.get("clinics") or [], chosen=chosen)
        if pictures := context.get("pictures"):
            pictures.expect([card.provider for card in cards])
        context["provider_cards"] = cards
        return context

    class Meta:
        icon = "group"
        label = _("Providers")
        description = _("Portrait, credentials and role of those who treat, with a link to each one's page.")
        default_heading = _("Who you will meet")
        template = "sites/blocks/provider_cards.html"
        preview_value: dict[str, Any] = {"clinic": None, "providers": []}
