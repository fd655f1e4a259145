import hashlib
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedJSONField
from protection.identifiers import uuid7


class ConsultDraftQuerySet(models.QuerySet["ConsultDraft"]):
    def of_key(self, key: str, *, at: datetime) -> Self:
        """The draft of this key, if it has not expired."""
        return self.filter(key_digest=ConsultDraft.digest_of(key), expires_at__gt=at)


class ConsultDraft(models.Model):
    """What somebody typed into a guided form and asked us to keep, until they send it, delete it or it expires.

    No lead, and nobody's to read: only the browser that holds the key gets it back. Data class: health.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the key, which only the visitor's cookie holds."""
    consult_form = models.ForeignKey("sites.ConsultForm", on_delete=models.SET_NULL, null=True, related_name="+")
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.SET_NULL, null=True, related_name="+")
    values = EncryptedJSONField()
    """Field of the form to the list of its values, as they were posted, and `step`, where to go on."""
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    # Wagtail would keep an index of what it refers to, and show it to anybody who may see the clinic's usage.
    wagtail_reference_index_ignore = True

    objects = ConsultDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved consult form")

    def __str__(self) -> str:
        return f"Saved consult form {self.id.hex[-8:]}"

    @staticmethod
    def digest_of(key: str) -> str:
        """Without salt or stretching: 256 random bits cannot be tried out."""
        return hashlib.sha256(key.encode()).hexdigest()
