import sys
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integrations.addresses import MAX_URL_LENGTH
from integrations.catalogue import unknown_patterns
from integrations.custom_headers import HeaderRefused, check_headers
from integrations.models.receiver import Receiver, check_address
from protection.agreements import health_needs_agreement
from protection.encryption import EncryptedJSONField


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def receiving(self) -> "EndpointQuerySet":
        """Those for which events are stored: paused ones get what waited."""
        return self.exclude(status=Endpoint.Status.DISABLED)

    def sending(self, *, at: datetime) -> "EndpointQuerySet":
        """Those that may be sent to at this moment."""
        not_held_back = Q(held_back_until__isnull=True) | Q(held_back_until__lte=at)
        below_rate = Q(rate_free_at__isnull=True) | Q(rate_free_at__lte=at)
        return self.filter(not_held_back, below_rate, status=Endpoint.Status.ACTIVE)

    def for_clinic(self, clinic_id: object) -> "EndpointQuerySet":
        """Those of the clinic and those of the network, which hear of every clinic."""
        return self.filter(Q(clinic_id=clinic_id) | Q(clinic__isnull=True))


# How much of a rate one claim may take: longer would keep other endpoints' threads waiting, shorter ask more often.
SENT_AHEAD = timedelta(seconds=0.5)


class Endpoint(Receiver):
    """An address outside that hears of events, signed by a secret that both sides know."""

    class RatePeriod(models.TextChoices):
        SECOND = "second", _("a second")
        MINUTE = "minute", _("a minute")

    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="endpoints",
        verbose_name=_("clinic"),
        help_text=_("Empty: the whole network."),
    )
    # Not a URLField: its validator knows fewer addresses than `check_url`, which decides.
    url = models.CharField(_("address"), max_length=MAX_URL_LENGTH)
    agreement_on_file = models.BooleanField(
        _("agreement on file"), default=False, help_text=_("A signed business associate agreement with the receiver.")
    )
    secrets = EncryptedJSONField(default=list, editable=False)
    """Standard Webhooks secrets ("whsec_…"), newest first. Read through `secrets_at`: the older end."""
    old_secrets_end_at = models.DateTimeField(null=True, editable=False)
    headers = EncryptedJSONField(_("headers of its own"), default=dict, blank=True)
    """Names and values sent with every request, such as a token that the receiver asks for."""
    rate_limit = models.PositiveSmallIntegerField(
        _("at most"), null=True, blank=True, help_text=_("Deliveries in a second or a minute. Empty: no limit.")
    )
    rate_period = models.CharField(_("in"), max_length=10, choices=RatePeriod, default=RatePeriod.SECOND)
    rate_free_at = models.DateTimeField(null=True, editable=False)
    """When the next delivery may leave by the rate, for all workers together."""
    last_succeeded_at = models.DateTimeField(null=True, editable=False)
    """Up to a minute old; see `integrations.endpoint_health`."""
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    """Tries that failed since the last one that did not."""
    status_reason = models.CharField(_("reason"), max_length=200, blank=True)
    status_changed_at = models.DateTimeField(null=True, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta(Receiver.Meta):
        verbose_name = _("endpoint")
        constraints = [
            health_needs_agreement(name="health_leaves_only_under_an_agreement"),
            models.CheckConstraint(
                condition=Q(rate_limit__isnull=True) | Q(rate_limit__gte=1),
                name="a_rate_lets_something_go",
                violation_error_message=_("A limit is one delivery at least; pause the endpoint to send nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.description or f"Endpoint {self.id.hex[-8:]}"

    def clean(self) -> None:
        super().clean()
        if unknown := unknown_patterns(self.events):
            raise ValidationError({"events": _("No event has this type: %(types)s") % {"types": ", ".join(unknown)}})
        check_address(self.url, field="url")
        try:
            check_headers(self.headers)
        except HeaderRefused as refusal:
            raise ValidationError({"headers": str(refusal)}) from refusal

    def secrets_at(self, moment: datetime) -> list[str]:
        """What signs now: the newest secret, and while they change over the one before it."""
        overlaps = self.old_secrets_end_at is not None and moment < self.old_secrets_end_at
        secrets: list[str] = self.secrets
        return secrets if overlaps else secrets[:1]

    @property
    def send_interval(self) -> timedelta | None:
        """What its rate leaves between two deliveries; None without a limit."""
        if not self.rate_limit:
            return None
        period = timedelta(minutes=1) if self.rate_period == Endpoint.RatePeriod.MINUTE else timedelta(seconds=1)
        return period / self.rate_limit

    @property
    def slots_at_once(self) -> int:
        """How many one claim may take by the rate."""
        return max(1, SENT_AHEAD // self.send_interval) if self.send_interval else sys.maxsize
