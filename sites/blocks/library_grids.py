"""Blocks that lead into the library of treatments and conditions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.clinic_choice import ClinicBlock


class TreatmentsBlock(ClinicBlock):
    treatments = blocks.ListBlock(
        RowChooserBlock("sites.Treatment"),
        default=[],
        label=_("Treatments"),
        help_text=_("Empty: all that the clinic gives; on a page of no clinic, the whole library."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        """With those that the editor chose; all there are say nothing of the page."""
        return [*super().get_searchable_content(value), *(row.readable_text() for row in value["treatments"] if row)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `treatment_links`, each to the clinic's own page on the treatment where there is one."""
        context = super().get_context(value, parent_context=parent_context)
        chosen = [each for each in value["treatments"] if each]
        clinic = context.get("clinic") or None
        context["treatment_links"] = context["directory"].treatments(clinic=clinic, chosen=chosen)
        return context

    class Meta:
        icon = "pick"
        label = _("Treatments")
        description = _("A card for each treatment, with its sentence and a link to its page.")
        default_heading = _("What we treat with")
        template = "sites/blocks/treatments.html"
        preview_value: dict[str, Any] = {"clinic": None, "treatments": []}


class ConditionsBlock(ClinicBlock):
    conditions = blocks.ListBlock(
        RowChooserBlock("sites.Condition"),
        default=[],
        label=_("Conditions"),
        help_text=_("Empty: all that a treatment of the clinic is tried for; on a page of no clinic, all there are."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        """With those that the editor chose; all there are say nothing of the page."""
        return [*super().get_searchable_content(value), *(row.readable_text() for row in value["conditions"] if row)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `condition_links`."""
        context = super().get_context(value, parent_context=parent_context)
        chosen = [each for each in value["conditions"] if each]
        clinic = context.get("clinic") or None
        context["condition_links"] = context["directory"].conditions(clinic=clinic, chosen=chosen)
        return context

    class Meta:
        icon = "help"
        label = _("Conditions")
        description = _("A card for each condition, with its sentence and a link to its page.")
        default_heading = _("What people come with")
        template = "sites/blocks/conditions.html"
        preview_value: dict[str, Any] = {"clinic": None, "conditions": []}
