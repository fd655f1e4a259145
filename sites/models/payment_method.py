from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from sites.models.part_of import PartOf


class PaymentMethod(PartOf):
    """A way to pay that clinics may accept: an insurer, a public programme, a card, instalments."""

    class Kind(models.TextChoices):
        INSURANCE = "insurance", _("Insurance")
        PUBLIC = "public", _("Public programme")
        FINANCING = "financing", _("Financing")
        DIRECT = "direct", _("Paid directly")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("kind")]

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("payment method")

    def __str__(self) -> str:
        return self.name

    @property
    def is_a_plan(self) -> bool:
        """Somebody else pays: an insurer or the state."""
        return self.kind in (self.Kind.INSURANCE, self.Kind.PUBLIC)

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        from sites.models.clinic import Clinic

        return [Clinic.objects.filter(payment_methods=self.pk)]
