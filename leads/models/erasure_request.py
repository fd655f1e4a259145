from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class ErasureRequest(models.Model):
    """That somebody asked for what is kept about them to be erased, and until when it must be done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(
        "leads.Person", on_delete=models.PROTECT, related_name="erasure_request", verbose_name=_("person")
    )
    requested_at = models.DateTimeField(_("asked"))
    due_date = models.DateField(_("to be done by"))
    carried_out_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["due_date"]
        verbose_name = _("erasure request")

    def __str__(self) -> str:
        return f"Erasure request {self.id.hex[-8:]}"
