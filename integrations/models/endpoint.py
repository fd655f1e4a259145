from fnmatch import fnmatchcase

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integrations.addresses import MAX_URL_LENGTH, AddressRefused, check_url
from protection import data_classes
from protection.data_classes import DataClass
from protection.encryption import EncryptedJSONField
from protection.identifiers import uuid7


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def active(self) -> "EndpointQuerySet":
        return self.filter(status=Endpoint.Status.ACTIVE)

    def for_clinic(self, clinic_id: object) -> "EndpointQuerySet":
        """Those of the clinic and those of the network, which hear of every clinic."""
        return self.filter(Q(clinic_id=clinic_id) | Q(clinic__isnull=True))


def every_event() -> list[str]:
    return ["*"]


class Endpoint(models.Model):
    """An address outside that hears of events, signed by a secret that both sides know."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISABLED = "disabled", _("Disabled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="endpoints",
        verbose_name=_("clinic"),
        help_text=_("Empty: the whole network."),
    )
    description = models.CharField(_("description"), max_length=120, blank=True)
    # Not a URLField: its validator knows fewer addresses than `check_url`, which decides.
    url = models.CharField(_("address"), max_length=MAX_URL_LENGTH)
    events = models.JSONField(
        _("events"), default=every_event, help_text=_('A list of types, "*" matches anything: ["lead.*"].')
    )
    data_class = models.CharField(
        _("may receive"), max_length=12, choices=data_classes.CHOICES, default=DataClass.REFERENCE.slug
    )
    agreement_on_file = models.BooleanField(
        _("agreement on file"), default=False, help_text=_("A signed business associate agreement with the receiver.")
    )
    secrets = EncryptedJSONField(default=list, editable=False)
    """Standard Webhooks secrets ("whsec_…"), newest first; all of them sign."""
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    status_reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("endpoint")
        constraints = [
            models.CheckConstraint(
                condition=~Q(data_class=DataClass.HEALTH.slug) | Q(agreement_on_file=True),
                name="health_leaves_only_under_an_agreement",
                violation_error_message=_("Health information needs an agreement on file."),
            )
        ]

    def __str__(self) -> str:
        return self.description or f"Endpoint {self.id.hex[-8:]}"

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.events, list) or not all(isinstance(each, str) and each for each in self.events):
            raise ValidationError({"events": _("A list of event types, such as lead.*")})
        try:
            check_url(self.url, allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES)
        except AddressRefused as refusal:
            raise ValidationError({"url": str(refusal)}) from refusal

    def wants(self, event_type: str) -> bool:
        return any(fnmatchcase(event_type, pattern) for pattern in self.events)
