from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sites.models.part_of import PartOfClinicAndTreatment


class TreatmentPrice(PartOfClinicAndTreatment):
    """What one clinic charges for one thing, in US dollars."""

    clinic = models.ForeignKey(
        "sites.Clinic", on_delete=models.CASCADE, related_name="prices", verbose_name=_("clinic")
    )
    treatment = models.ForeignKey(
        "sites.Treatment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="prices",
        verbose_name=_("treatment"),
        help_text=_("Empty: for the clinic as a whole, such as a first visit."),
    )
    label = models.CharField(_("what for"), max_length=120, help_text=_("Such as One infusion, monitoring included."))
    amount = models.DecimalField(_("US dollars"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("clinic"), FieldPanel("treatment")]),
        FieldRowPanel([FieldPanel("label"), FieldPanel("amount")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["clinic__name", "label"]
        verbose_name = _("price")

    def __str__(self) -> str:
        return f"{self.label}, {self.clinic}"

    @property
    def shown_amount(self) -> str:
        """ "$450", or "$450.50" where there are cents."""
        return f"${self.amount:,.0f}" if self.amount == self.amount.to_integral_value() else f"${self.amount:,.2f}"
