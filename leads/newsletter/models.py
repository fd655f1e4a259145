from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7
from sites.models import ConsentWording


class NewsletterList(models.Model):
    """A letter that people may ask for: one clinic's, or the network's."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="newsletter_lists",
        verbose_name=_("clinic"),
        help_text=_("Empty: the whole network."),
    )
    consent_text = models.TextField(_("consent wording"), blank=True, help_text=_("Empty: the network's wording."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("newsletter list")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        ConsentWording.objects.keep(self.consent_text)


class Subscriber(models.Model):
    """An address that letters go to. Not a person of the pipeline; nothing links the two."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.CharField(_("e-mail"), max_length=320, unique=True)
    """Normalised: domain in lower case and ASCII, local part in lower case."""
    language = models.CharField(_("language"), max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("subscriber")

    def __str__(self) -> str:
        return f"Subscriber {self.id.hex[-8:]}"


class Subscription(models.Model):
    """One subscriber's wish for one list, and how far it has come. Only a confirmed one gets letters."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        SUPPRESSED = "suppressed", _("Suppressed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    newsletter_list = models.ForeignKey(NewsletterList, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REQUESTED)
    confirmation_digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the one token that confirms; empty once used."""
    confirmation_expires_at = models.DateTimeField(null=True, editable=False)
    requested_at = models.DateTimeField(_("requested"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True)

    class Meta:
        ordering = ["-requested_at"]
        verbose_name = _("subscription")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "newsletter_list"], name="subscribed_once_to_a_list"),
            models.UniqueConstraint(
                fields=["confirmation_digest"], condition=~Q(confirmation_digest=""), name="one_confirmation_a_token"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="confirmed_since_when"
            ),
        ]

    def __str__(self) -> str:
        return f"Subscription {self.id.hex[-8:]}"
