import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.encryption import EncryptedTextField


class AuditEntry(models.Model):
    """Who looked at what, changed it, took it out or tried to. Written once: the database refuses UPDATE and DELETE.

    References only, data class reference. The actor, subject and clinic are ids without foreign keys: an entry
    outlives them, and emptying a key would be a change. Through `protection.audit.record` only.
    """

    class Action(models.TextChoices):
        VIEWED = "viewed", _("Looked at it")
        SEARCHED = "searched", _("Searched")
        EXPORTED = "exported", _("Exported")
        CHANGED = "changed", _("Changed it")
        MERGED = "merged", _("Joined or parted people")
        DENIED = "denied", _("Was refused")
        ERASED = "erased", _("Erased somebody")

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(_("what"), max_length=20, choices=Action)
    actor = models.CharField(_("who"), max_length=40, blank=True)
    """Id of the member of staff, as text. Empty: nobody signed in, or the system."""
    subject_type = models.CharField(max_length=40)
    """Lower-case name of a model, such as "lead"."""
    subject_id = models.CharField(max_length=40, blank=True)
    """Empty: many, or none in particular."""
    clinic_id = models.UUIDField(null=True)
    at = models.DateTimeField(_("when"))
    data = models.JSONField(default=dict)
    """References only: names of views, counts, ids."""
    request_id = models.CharField(max_length=64, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["clinic_id", "-id"], name="audit_of_clinic"),
            models.Index(fields=["subject_id", "-id"], name="audit_of_subject"),
            models.Index(fields=["actor", "-id"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"Audit entry {self.pk}"


class AuditSeal(models.Model):
    """A link of the chain that shows whether entries were changed, taken out or put in. See `protection.audit_seals`.

    `id` counts from 1 without a gap. `entry_id` is no foreign key: a seal whose entry is gone must stay, to say so.
    """

    id = models.PositiveBigIntegerField(primary_key=True)
    entry_id = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    """Hexadecimal HMAC-SHA-256 over the digest before it and the entry."""

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("audit seal")

    def __str__(self) -> str:
        return f"Audit seal {self.pk}"


def new_secret() -> str:
    return secrets.token_hex(32)


class AuditKey(models.Model):
    """The one secret of the chain. Encrypted, so that who can write to the database alone cannot make seals."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    secret = EncryptedTextField(default=new_secret)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("audit key")

    def __str__(self) -> str:
        return f"Audit key {self.pk}"
