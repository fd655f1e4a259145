from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedJSONField


class HeldRequestQuerySet(models.QuerySet["HeldRequest"]):
    def waiting(self) -> Self:
        return self.filter(closed_at__isnull=True)


class HeldRequest(models.Model):
    """A request out of the spool that could become no lead: it was answered "received", so it waits for a person.

    Belongs to no clinic until it is released; network roles look after it. Data class of `record` and `sealed`: health.
    """

    class Reason(models.TextChoices):
        UNKNOWN_CLINIC = "unknown_clinic", _("No clinic has the name it was sent to")
        UNREADABLE = "unreadable", _("Damaged on the disk, or encrypted under a key that is gone")
        REFUSED = "refused", _("Could not be stored")

    id = models.UUIDField(primary_key=True, editable=False)
    """The spooled request's own, so that holding it twice is holding it once."""
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    clinic_slug = models.CharField(_("sent to"), max_length=50, blank=True)
    received_at = models.DateTimeField(_("received"), null=True)
    """None where nobody can read it."""
    record = EncryptedJSONField(null=True)
    sealed = models.TextField(blank=True)
    """The line as it was found, where nobody can read it."""
    error = models.CharField(max_length=100, blank=True)
    """The type of what went wrong, never its words."""
    held_at = models.DateTimeField(_("held since"))

    closed_at = models.DateTimeField(_("dealt with"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, null=True, related_name="+")
    """What it became; None also for one that was set aside."""

    wagtail_reference_index_ignore = True

    objects = HeldRequestQuerySet.as_manager()

    class Meta:
        ordering = ["held_at", "id"]
        verbose_name = _("held request")

    def __str__(self) -> str:
        return f"Held request {self.id.hex[-8:]}"

    def close(self, *, by_id: int | None, at: datetime) -> None:
        """Saves."""
        self.closed_by_id, self.closed_at = by_id, at
        self.save()
