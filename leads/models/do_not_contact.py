from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class DoNotContact(models.Model):
    """That a person must not be contacted: one record for all channels, in force until it is lifted. Never deleted."""

    class Channel(models.TextChoices):
        CALL = "call", _("Calls")
        SMS = "sms", _("Text messages")
        EMAIL = "email", _("E-mail")

    class Source(models.TextChoices):
        STAFF = "staff", _("Told us")
        STOP = "stop", _("Answered STOP")
        LINK = "link", _("Private link")
        COMPLAINT = "complaint", _("Marked our mail as spam")
        BOUNCED = "bounced", _("Our mail came back")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed from our mail")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="do_not_contact")
    channels = models.JSONField(default=list)
    """Values of `Channel`; all of them for "not at all"."""
    source = models.CharField(max_length=12, choices=Source, default=Source.STAFF)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = _("do-not-contact record")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="one_do_not_contact_in_force"),
        ]

    def __str__(self) -> str:
        return f"Do not contact {self.id.hex[-8:]}"
