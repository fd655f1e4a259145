from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedTextField
from protection.identifiers import uuid7


class FollowUp(models.Model):
    """The next step that somebody planned for a lead: what, by when, whose. Through `leads.follow_ups` only."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        EMAIL = "email", _("E-mail")
        TEXT = "text", _("Text message")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Taken off")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(_("what"), max_length=10, choices=Kind, default=Kind.CALL)
    note = EncryptedTextField(_("note"), blank=True)
    """What a person wrote; may be about health."""
    due_at = models.DateTimeField(_("when"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    """When its owner was told that it is due."""

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        indexes = [
            models.Index(fields=["due_at"], name="follow_ups_to_remind", condition=Q(outcome="", reminded_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="closed_follow_ups_have_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Next step {self.id.hex[-8:]}"

    @property
    def is_open(self) -> bool:
        return not self.outcome
