"""A large opening with the two things a visitor can do: ask, or call."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sites.blocks.clinic_choice import ClinicBlock
from sites.blocks.words import CharBlock, TextBlock

FEW = 3
"""More numbers than this are a list to search, not a choice: the finder serves better."""


class HeroBlock(ClinicBlock):
    heading = CharBlock(label=_("Heading"), max_length=120)
    text = TextBlock(label=_("Text"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        clinics = list(context.get("clinics") or [])
        context["few_clinics"] = clinics if len(clinics) <= FEW else []
        return context

    class Meta:
        icon = "view"
        label = _("Opening")
        description = _("A large heading with buttons to ask for a consult and to call.")
        template = "sites/blocks/hero.html"
        preview_value = {
            "clinic": None,
            "heading": _("Care for pain that has stayed too long"),
            "text": _("A talk first. Then you decide."),
        }
