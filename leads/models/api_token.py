import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.origins import validate_origins
from protection import data_classes
from protection.agreements import health_needs_agreement
from protection.data_classes import DataClass, allowed_class
from protection.identifiers import uuid7
from sites.models import Clinic

PREFIX = "cft_"


class Scope(models.TextChoices):
    """What a token may do."""

    CONSULT_REQUESTS_WRITE = "consult_requests:write", _("Hand in consult requests")
    CALLS_WRITE = "calls:write", _("Hand in calls")
    LEADS_READ = "leads:read", _("Read leads")
    LEADS_WRITE = "leads:write", _("Move and assign leads")
    PEOPLE_READ = "people:read", _("Read people")
    PEOPLE_WRITE = "people:write", _("Correct contact details")
    EVENTS_READ = "events:read", _("Read events")


# Everybody who looks at a page can use the token in it: it does what a form does.
SCOPES_OF_PAGES = [Scope.CONSULT_REQUESTS_WRITE.value]


def intake_scopes() -> list[str]:
    """What a server's token may do unless somebody says otherwise: hand in, and read nothing."""
    return [Scope.CONSULT_REQUESTS_WRITE.value, Scope.CALLS_WRITE.value]


def validate_scopes(value: object) -> None:
    """A model validator: a list of scopes, at least one."""
    if not isinstance(value, list) or not value or any(each not in Scope.values for each in value):
        raise ValidationError(_("Choose at least one of: %(scopes)s.") % {"scopes": ", ".join(Scope.values)})


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def active(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def mark_used(self, *, on: date) -> None:
        """Note the day. Writes once a day however often it is called."""
        self.exclude(last_used_on=on).update(last_used_on=on)


class ApiToken(models.Model):
    """A program's right to do what its scopes say in one clinic, or in all. Only the token's hash is kept.

    A token with origins is used by pages in browsers, so everybody can read it: it hands in consult requests, judged
    as a form's are, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.SlugField(_("source"), max_length=50, unique=True)
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="api_tokens",
        verbose_name=_("clinic"),
        help_text=_("Empty: any clinic of the network."),
    )
    origins = models.JSONField(
        _("origins"),
        default=list,
        blank=True,
        validators=[validate_origins],
        help_text=_("Web pages that may use it, such as https://landing.example.com. Empty: servers alone."),
    )
    scopes = models.JSONField(_("what it may do"), default=intake_scopes, validators=[validate_scopes])
    data_class = models.CharField(
        _("may read"), max_length=12, choices=data_classes.CHOICES, default=DataClass.REFERENCE.slug
    )
    agreement_on_file = models.BooleanField(
        _("agreement on file"),
        default=False,
        help_text=_("A signed business associate agreement with whoever holds the token."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    """The day, in UTC: a use writes nothing but the first of a day."""
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["source"]
        verbose_name = _("API token")
        constraints = [health_needs_agreement(name="health_is_read_only_under_an_agreement")]

    def __str__(self) -> str:
        return self.source

    def clean(self) -> None:
        super().clean()
        if self.is_public and set(self.scopes or ()) - set(SCOPES_OF_PAGES):
            words = _("Everybody can read a token that pages use: it can only hand in consult requests.")
            raise ValidationError({"scopes": words})

    @staticmethod
    def digest_of(token: str) -> str:
        """A token is 256 random bits: a plain hash cannot be guessed back."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(
        cls,
        *,
        source: str,
        clinic: Clinic | None,
        origins: Sequence[str] = (),
        scopes: Sequence[str] = (),
        data_class: str = DataClass.REFERENCE.slug,
        agreement_on_file: bool = False,
    ) -> tuple["ApiToken", str]:
        """A new token, not yet saved, and the text that is shown this once.

        Args:
            scopes: values of `Scope`; none: what tokens of pages, or of servers, do at least.
        """
        token = cls(
            source=source,
            clinic=clinic,
            origins=list(origins),
            scopes=list(dict.fromkeys(scopes)) or (list(SCOPES_OF_PAGES) if origins else intake_scopes()),
            data_class=data_class,
            agreement_on_file=agreement_on_file,
        )
        return token, token.renew()

    def renew(self) -> str:
        """Give an unsaved token its digest. Returns the text, which is kept nowhere."""
        text = PREFIX + secrets.token_urlsafe(32)
        self.digest = self.digest_of(text)
        return text

    def revoke(self, *, at: datetime) -> None:
        """From now on nobody gets in with it. Saves; safe to repeat."""
        if self.revoked_at is None:
            self.revoked_at = at
            self.save(update_fields=["revoked_at"])

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None

    @property
    def is_public(self) -> bool:
        """Whether pages hold it, and so everybody who looks at them."""
        return bool(self.origins)

    def may(self, scope: Scope) -> bool:
        """Whether it may do this. A page's token never more than a page, whatever its row says."""
        return scope in self.scopes and (not self.is_public or scope in SCOPES_OF_PAGES)

    @property
    def readable_class(self) -> DataClass:
        """The highest class of values that it reads."""
        return allowed_class("api", DataClass.named(self.data_class))
