from fnmatch import fnmatchcase

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from integrations.addresses import AddressRefused, check_url
from protection import data_classes
from protection.data_classes import DataClass
from protection.identifiers import uuid7


def every_event() -> list[str]:
    return ["*"]


class Receiver(models.Model):
    """Who hears of events outside, and how much of them: what an endpoint and a CRM connection have in common.

    `clinic` and `agreement_on_file` stand in each: they differ in their words, and in the name that leads back.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISABLED = "disabled", _("Disabled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    description = models.CharField(_("description"), max_length=120, blank=True)
    events = models.JSONField(
        _("events"), default=every_event, help_text=_('A list of types, "*" matches anything: ["lead.*"].')
    )
    data_class = models.CharField(
        _("may receive"), max_length=12, choices=data_classes.CHOICES, default=DataClass.REFERENCE.slug
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    held_back_until = models.DateTimeField(null=True, editable=False)
    """It asked for a pause: 429, or a vendor's own word for "too many"."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["created_at"]

    def wants(self, event_type: str) -> bool:
        return any(fnmatchcase(event_type, pattern) for pattern in self.events)

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.events, list) or not all(isinstance(each, str) and each for each in self.events):
            raise ValidationError({"events": _("A list of event types, such as lead.*")})


def check_address(url: str, *, field: str) -> None:
    """
    Args:
        field: where staff type it, and read why it is refused.

    Raises:
        ValidationError: nothing may be sent there.
    """
    try:
        check_url(url, allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES)
    except AddressRefused as refusal:
        raise ValidationError({field: str(refusal)}) from refusal
