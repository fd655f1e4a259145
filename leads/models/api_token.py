import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.origins import validate_origins
from protection.identifiers import uuid7
from sites.models import Clinic

PREFIX = "cft_"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def active(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def mark_used(self, *, on: date) -> None:
        """Note the day. Writes once a day however often it is called."""
        self.exclude(last_used_on=on).update(last_used_on=on)


class ApiToken(models.Model):
    """A landing page's or call service's right to hand in consult requests and calls. Only the token's hash is kept.

    A token with origins is used by pages in browsers, so everybody can read it: it hands in consult requests, judged
    as a form's are, and no calls.
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
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    """The day, in UTC: a use writes nothing but the first of a day."""
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["source"]
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.source

    @staticmethod
    def digest_of(token: str) -> str:
        """A token is 256 random bits: a plain hash cannot be guessed back."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, *, source: str, clinic: Clinic | None, origins: Sequence[str] = ()) -> tuple["ApiToken", str]:
        """A new token, not yet saved, and the text that is shown this once."""
        token = cls(source=source, clinic=clinic, origins=list(origins))
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
