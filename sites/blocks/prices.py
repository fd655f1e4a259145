"""The block that says what care costs and how it may be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.clinic_choice import ClinicBlock

if TYPE_CHECKING:
    from sites.directory import Directory
    from sites.models import Clinic, PaymentMethod, Treatment, TreatmentPrice


@dataclass(frozen=True)
class ClinicPrices:
    """What one clinic says about money."""

    clinic: "Clinic"
    prices: "Sequence[TreatmentPrice]"
    methods_by_kind: list[tuple[str, str]]
    """Kind of payment and the names of its methods: ("Insurance", "Blue Example, Example Health")."""

    @property
    def says_something(self) -> bool:
        return bool(self.prices or self.methods_by_kind or self.clinic.payment_fact_list)


class PricesBlock(ClinicBlock):
    treatment = RowChooserBlock(
        "sites.Treatment",
        label=_("Treatment"),
        required=False,
        help_text=_("Empty: every price of the clinic. Prices are kept with the clinic, not typed here."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `clinic_prices`, those of clinics that say something about money."""
        context = super().get_context(value, parent_context=parent_context)
        context["clinic_prices"] = prices_of(
            context.get("clinics") or [], treatment=value["treatment"], directory=context["directory"]
        )
        return context

    class Meta:
        icon = "tag"
        label = _("Prices, insurance, financing")
        description = _("What the clinic charges, which insurance and other ways to pay it accepts, and what it says.")
        default_heading = _("What it costs")
        template = "sites/blocks/prices.html"
        preview_value = {"clinic": None, "treatment": None}


def prices_of(
    clinics: "Sequence[Clinic]", *, treatment: "Treatment | None", directory: "Directory"
) -> list[ClinicPrices]:
    prices = directory.prices(clinics=clinics, treatment=treatment)
    methods = directory.payment_methods(clinics=clinics)
    found = [
        ClinicPrices(
            clinic,
            [price for price in prices if price.clinic_id == clinic.pk],
            by_kind(methods.get(clinic.pk, [])),
        )
        for clinic in clinics
    ]
    return [each for each in found if each.says_something]


def by_kind(methods: "Sequence[PaymentMethod]") -> list[tuple[str, str]]:
    """In the order in which the kinds are declared: insurance first."""
    names: dict[str, list[str]] = {}
    for method in methods:
        names.setdefault(method.kind, []).append(method.name)
    from sites.models import PaymentMethod

    return [(str(label), ", ".join(names[kind])) for kind, label in PaymentMethod.Kind.choices if kind in names]
