from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection import data_classes
from protection.data_classes import DataClass
from protection.encryption import EncryptedJSONField, EncryptedTextField
from protection.identifiers import uuid7

# A delivery this late says that no worker runs.
OVERDUE_AFTER = timedelta(minutes=5)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, *, at: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.PENDING, next_attempt_at__lte=at)

    def overdue(self, *, at: datetime) -> "DeliveryQuerySet":
        """Late for no reason of the receiver's: its endpoint is active, has no rate, and does not fail."""
        healthy = Q(endpoint__status="active", endpoint__failing_since__isnull=True, endpoint__rate_limit__isnull=True)
        return self.due(at=at - OVERDUE_AFTER).filter(Q(endpoint__isnull=True) | healthy)

    def leased(self, *, at: datetime) -> "DeliveryQuerySet":
        """In some worker's hands, as far as the rows know."""
        return self.filter(state=Delivery.State.PENDING, next_attempt_at__gt=at, lease__isnull=False)


class Delivery(models.Model):
    """One event on its way to one receiver. The row is the truth: a worker only lends hands.

    While a worker holds it, `lease` names the hold and `next_attempt_at` is the end of the lease: a worker that dies
    makes the delivery due again by doing nothing, and sooner where a worker of the same machine sees that it died.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")
        CANCELLED = "cancelled", _("Cancelled")

    class Channel(models.TextChoices):
        WEBHOOK = "webhook", _("Webhook")
        EMAIL = "email", _("E-mail")
        EMAIL_STAFF = "email_staff", _("E-mail to staff")
        EMAIL_PERSON = "email_person", _("E-mail from staff")
        SMS = "sms", _("Text message")
        CRM = "crm", _("CRM")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey("integrations.OutboxEvent", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, choices=Channel)
    endpoint = models.ForeignKey(
        "integrations.Endpoint", on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    crm_connection = models.ForeignKey(
        "integrations.CrmConnection", on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    template = models.CharField(max_length=80, blank=True)
    recipient = EncryptedTextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    letter_values = EncryptedJSONField(null=True)
    """What this letter alone may say: links with tokens for its reader alone, words that staff wrote to them."""
    data_class = models.CharField(max_length=12, choices=data_classes.CHOICES, default=DataClass.REFERENCE.slug)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True, editable=False)
    held_by = models.CharField(max_length=100, blank=True, editable=False)
    """The process that took the lease, by `integrations.lease_holders`; means nothing without a lease."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            # A lane's own queue: the claim takes its front, whatever waits for others.
            models.Index(
                fields=["endpoint", "next_attempt_at", "id"], name="delivery_due", condition=Q(state="pending")
            ),
            models.Index(fields=["next_attempt_at"], name="delivery_held", condition=Q(lease__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="webhook", endpoint__isnull=False)
                | Q(channel="crm", crm_connection__isnull=False)
                | (~Q(channel__in=["webhook", "crm"]) & ~Q(template="")),
                name="delivery_has_a_receiver",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", next_attempt_at__isnull=False)
                | (~Q(state="pending") & Q(next_attempt_at__isnull=True)),
                name="pending_deliveries_have_a_next_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.id.hex[-8:]}"


class DeliveryAttempt(models.Model):
    """One try. What the receiver answered is kept short and encrypted: it may repeat what we sent."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    succeeded = models.BooleanField()
    status_code = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    response_excerpt = EncryptedTextField(blank=True)
    signature = models.CharField(max_length=300, blank=True)
    """The header `webhook-signature` as it was sent. It tells nothing without the secret."""

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Attempt {self.number}"
