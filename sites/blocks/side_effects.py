"""What may go wrong: beside the benefits, or by dose with the serious first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.clinic_choice import directory_of
from sites.blocks.titled import TitledBlock, TitledValue
from sites.blocks.words import CharBlock


class BalanceBlock(blocks.StructBlock):
    """Benefits and side effects, one never without the other."""

    benefits = blocks.ListBlock(CharBlock(), label=_("What it may do"), min_num=1)
    side_effects = blocks.ListBlock(CharBlock(), label=_("Side effects"), min_num=1)

    class Meta:
        icon = "tick-inverse"
        label = _("Benefits and side effects")
        description = _("Two lists of equal weight. Neither can be left empty.")
        template = "sites/blocks/balance.html"
        value_class = TitledValue
        default_heading = _("What may help, what may go wrong")
        preview_value = {
            "benefits": [_("lower pain for days or weeks"), _("make other care easier to bear")],
            "side_effects": [_("dizziness and nausea while it runs"), _("no change at all")],
        }


@dataclass(frozen=True)
class DoseGroup:
    label: str
    side_effects: list[Any]
    """The serious first."""


class SideEffectsValue(TitledValue):
    def told(self, context: Mapping[str, Any]) -> list[Any]:
        """What a page with this context tells."""
        treatment, clinics = self["treatment"], context.get("clinics") or []
        return self.rows(directory_of(context).details(treatment, clinics=clinics).side_effects if treatment else ())

    def rows(self, of_treatment: Iterable[Any]) -> list[Any]:
        """Chosen ones and `of_treatment`, those of the chosen treatment: each once, the serious first."""
        found = {row.pk or id(row): row for row in (*self["side_effects"], *of_treatment) if row is not None}
        return sorted(found.values(), key=lambda row: (not row.is_serious, row.name))


def dose_groups(rows: Iterable[Any]) -> list[DoseGroup]:
    """From the low dose to any."""
    from sites.models import SideEffect

    rows = list(rows)
    order = (SideEffect.Dose.LOW, SideEffect.Dose.HIGH, SideEffect.Dose.ANY)
    groups = (DoseGroup(str(dose.label), [row for row in rows if row.dose == dose]) for dose in order)
    return [group for group in groups if group.side_effects]


class SideEffectsBlock(TitledBlock):
    """By dose. A treatment brings all of its side effects, so that none is forgotten."""

    treatment = RowChooserBlock(
        "sites.Treatment",
        label=_("All of a treatment"),
        required=False,
        help_text=_("Shows each that it is known for."),
    )
    side_effects = blocks.ListBlock(RowChooserBlock("sites.SideEffect"), label=_("And these"), default=[], min_num=0)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may wait for its choice
            return cleaned
        if not cleaned["treatment"] and not len(cleaned["side_effects"]):
            raise blocks.StructBlockValidationError(
                {"treatment": ValidationError(_("Choose a treatment, or side effects one by one."))}
            )
        return cleaned

    def get_searchable_content(self, value: SideEffectsValue) -> list[str]:
        of_treatment = value["treatment"].side_effects.all() if value["treatment"] else ()
        return [*super().get_searchable_content(value), *(row.readable_text() for row in value.rows(of_treatment))]

    def get_context(self, value: SideEffectsValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["dose_groups"] = dose_groups(value.told(context))
        return context

    def get_preview_value(self) -> Any:
        from sites.models import SideEffect

        rows = [
            SideEffect(name=gettext("Dizziness"), dose="low", description=gettext("Common; gone within hours.")),
            SideEffect(
                name=gettext("Slowed breathing"), dose="high", is_serious=True, description=gettext("A reason to stop.")
            ),
            SideEffect(name=gettext("Confusion"), dose="high", description=gettext("Less common, and passing.")),
        ]
        return self.normalize({"treatment": None, "side_effects": rows})

    class Meta:
        icon = "warning"
        label = _("Side effects by dose")
        description = _("From the library, grouped by dose, the serious ones first and marked.")
        template = "sites/blocks/side_effects.html"
        value_class = SideEffectsValue
        default_heading = _("Side effects")
