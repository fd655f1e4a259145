from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedTextField
from protection.identifiers import uuid7


class Message(models.Model):
    """An e-mail or text message between staff and a person, either way. Stored once, never changed: what became of one
    that was sent is its delivery's to tell (`leads.messages.outcomes`).

    Data classes: `address` contact; `subject` and `body` health.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class Direction(models.TextChoices):
        OUTBOUND = "outbound", _("Sent")
        INBOUND = "inbound", _("Received")

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be delivered")
        DELAYED = "delayed", _("Not taken for now")
        BOUNCED = "bounced", _("Came back: no such mailbox")
        COMPLAINED = "complained", _("Marked as spam")
        RECEIVED = "received", _("Received")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel)
    direction = models.CharField(max_length=10, choices=Direction)
    state = models.CharField(max_length=10, choices=State)
    address = models.CharField(max_length=320)
    """Of the person at the other end: e-mail, or phone in E.164."""
    subject = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    template_name = models.CharField(max_length=80, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    external_id = models.CharField(max_length=200, blank=True)
    """Of one received: the carrier's own, or a hash of its Message-ID. Of one sent: the key of the form that sent it.
    The same one twice is one message."""
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "direction", "external_id"],
                condition=~Q(external_id=""),
                name="message_is_stored_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.id.hex[-8:]}"
