from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from sites.models.part_of import PartOf, PartOfForm


class SideEffect(PartOf):
    """What may go wrong with a treatment, and at which dose, told once for all pages."""

    class Dose(models.TextChoices):
        ANY = "any", _("At any dose")
        LOW = "low", _("At low doses")
        HIGH = "high", _("At high doses")

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it is like"), max_length=300, blank=True)
    dose = models.CharField(_("dose"), max_length=4, choices=Dose, default=Dose.ANY)
    is_serious = models.BooleanField(_("serious"), default=False, help_text=_("Shown first, and said so."))
    treatments = models.ManyToManyField("sites.Treatment", related_name="side_effects", verbose_name=_("treatments"))
    updated_at = models.DateTimeField(auto_now=True)

    base_form_class = PartOfForm
    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("dose"),
        FieldPanel("is_serious"),
        FieldPanel("treatments"),
    ]

    class Meta:
        ordering = ["-is_serious", "name"]
        verbose_name = _("side effect")

    def __str__(self) -> str:
        return f"{self.name} ({self.get_dose_display()})"

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        from sites.models.treatment import Treatment

        return [Treatment.objects.filter(side_effects=self.pk)]

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.name} {self.description}"
