from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class InboundEvent(models.Model):
    """That an endpoint told us of something, once. Stored with what came of it, in one transaction.

    No content but references: the body's hash tells whether the same id came with other words.
    """

    class Subject(models.TextChoices):
        """What of a lead it is about; an older event never overwrites a newer one about the same."""

        STAGE = "stage", _("Stage")
        OWNER = "owner", _("Owner")
        APPOINTMENT = "appointment", _("Appointment")

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Applied")
        UNCHANGED = "unchanged", _("Nothing to change")
        OLDER = "older", _("Older than what is known")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey("integrations.Endpoint", on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=256)
    """The `webhook-id`, as the sender wrote it."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the body, keyed."""
    type = models.CharField(max_length=60)
    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="inbound_events")
    subject = models.CharField(max_length=12, choices=Subject)
    happened_at = models.DateTimeField()
    """At the sender, by its clock."""
    received_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("inbound event")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="inbound_event_once_per_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id.hex[-8:]}"
