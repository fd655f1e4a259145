from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from sites.models.part_of import PartOf


class Practice(PartOf):
    """A medical practice: the name under which one or more clinics treat."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True, help_text=_("As on a contract."))

    panels = [FieldPanel("name"), FieldPanel("legal_name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("practice")

    def __str__(self) -> str:
        return self.name

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        from sites.models.clinic import Clinic

        return [Clinic.objects.filter(practice=self.pk)]
