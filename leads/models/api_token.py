import hashlib
import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7
from sites.models import Clinic

PREFIX = "cft_"


class ApiToken(models.Model):
    """A landing page's or call service's right to hand in consult requests. Only the token's hash is kept."""

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
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

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
    def issue(cls, *, source: str, clinic: Clinic | None) -> tuple["ApiToken", str]:
        """A new token, not yet saved, and the text that is shown this once."""
        text = PREFIX + secrets.token_urlsafe(32)
        return cls(source=source, clinic=clinic, digest=cls.digest_of(text)), text
