from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class MailReport(models.Model):
    """What a mail provider told of a letter after it had taken it. Holds no address."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("Arrived")
        SOFT_BOUNCED = "soft_bounced", _("Not taken for now")
        BOUNCED = "bounced", _("Came back: no such mailbox")
        COMPLAINED = "complained", _("Marked as spam")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(
        "integrations.Delivery", on_delete=models.CASCADE, null=True, related_name="mail_reports"
    )
    """None: the letter was none of ours, or nobody says which."""
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=64, unique=True)
    """SHA-256 of what makes the report one: told again, it counts once."""
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id.hex[-8:]}"
