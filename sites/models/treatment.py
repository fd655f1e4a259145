from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from sites.models.part_of import PartOf, PartOfForm


class Treatment(PartOf):
    """What clinics of the network do for people, named once. Its page tells the rest."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), unique=True)
    summary = models.CharField(_("in one sentence"), max_length=300)
    is_off_label = models.BooleanField(
        _("off-label use"), default=False, help_text=_("Its pages then carry the off-label notice.")
    )
    session_length = models.CharField(_("length of a session"), max_length=80, blank=True)
    conditions = models.ManyToManyField("sites.Condition", blank=True, related_name="treatments")
    clinics = models.ManyToManyField("sites.Clinic", blank=True, related_name="treatments")
    updated_at = models.DateTimeField(auto_now=True)

    base_form_class = PartOfForm
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("is_off_label"),
        FieldPanel("session_length"),
        FieldPanel("conditions", heading=_("Conditions")),
        FieldPanel("clinics", heading=_("Clinics")),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("treatment")

    def __str__(self) -> str:
        return self.name

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        """Those that name the treatment on their pages."""
        from sites.models.clinic import Clinic
        from sites.models.condition import Condition

        return [Clinic.objects.filter(treatments=self.pk), Condition.objects.filter(treatments=self.pk)]

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.name} {self.summary}"
