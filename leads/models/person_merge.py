from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedJSONField
from protection.identifiers import uuid7


class PersonMerge(models.Model):
    """The ledger of two people that staff found to be one: what was moved and changed, so that it can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    """Ids of the rows that went from the one to the other, by model."""
    before = EncryptedJSONField(default=dict)
    """The kept person's values that were changed. Data class contact."""
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-merged_at"]
        verbose_name = _("merge of people")

    def __str__(self) -> str:
        return f"Merge {self.id.hex[-8:]}"
