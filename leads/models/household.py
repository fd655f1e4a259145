from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class Household(models.Model):
    """People of one clinic who share a phone or an address, and are known not to be one person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("household")

    def __str__(self) -> str:
        return f"Household {self.id.hex[-8:]}"
