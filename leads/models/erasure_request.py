from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class ErasureRequest(models.Model):
    """That somebody asked for what is kept about them to be erased, until when it must be done, and that it was.

    References only: it stays as the proof, and the person's row with it, which says nothing any more.
    """

    class Source(models.TextChoices):
        LINK = "link", _("By their private link")
        PHONE = "phone", _("On the phone")
        WRITING = "writing", _("In writing")
        IN_PERSON = "in_person", _("In person")
        COMMAND = "command", _("By manage.py")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(
        "leads.Person", on_delete=models.PROTECT, related_name="erasure_request", verbose_name=_("person")
    )
    source = models.CharField(_("how they asked"), max_length=10, choices=Source, default=Source.LINK)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    """Whom they told; None where they asked by their link."""
    requested_at = models.DateTimeField(_("asked"))
    due_date = models.DateField(_("to be done by"))
    carried_out_at = models.DateTimeField(_("done"), null=True, blank=True)
    carried_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    """How many rows of what were emptied or deleted, by names of `leads.erasing.extent`."""

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due_date"]
        verbose_name = _("erasure request")
        verbose_name_plural = _("erasure requests")

    def __str__(self) -> str:
        return f"Erasure request {self.id.hex[-8:]}"

    def is_overdue(self, *, at: datetime) -> bool:
        """By the clinic's calendar; `person.clinic` should be loaded."""
        return self.carried_out_at is None and self.due_date < self.person.clinic.local_date(at=at)
