from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.append_only import AppendOnlyModel
from protection.encryption import EncryptedJSONField, EncryptedTextField
from protection.identifiers import uuid7


class ConsultRequest(AppendOnlyModel):
    """What a visitor sent, as they sent it. Never changed.

    Data classes: `message` and `answers` health, whatever class an answer's own question has; name, mail and phone
    contact; wishes for contact and time preference; the rest reference.
    """

    class Source(models.TextChoices):
        FORM = "form", _("Form")
        API = "api", _("API")
        STAFF = "staff", _("Staff")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, related_name="consult_requests")
    source = models.CharField(max_length=10, choices=Source, default=Source.FORM)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the key in its scope: the installation for forms, the token for the API."""
    digest = models.CharField(max_length=64, editable=False)
    """Keyed hash of the content: the same key with other content is a mistake of the sender's."""
    requested_at = models.DateTimeField(db_index=True)

    full_name = models.CharField(max_length=200)
    email = models.CharField(max_length=320, blank=True)
    phone_typed = models.CharField(max_length=60, blank=True)
    preferred_contact = models.CharField(max_length=10, blank=True)
    best_time = models.CharField(max_length=60, blank=True)
    message = EncryptedTextField(blank=True)

    answers = EncryptedJSONField(default=list)
    """Of the form's own questions, in their order: `key`, `question` as it was asked, `answer`, `data_class`."""
    consult_form = models.CharField(max_length=36, blank=True)
    """Id of the form's definition, as text: definitions go, evidence stays."""

    language = models.CharField(max_length=10, default="en")
    page = models.CharField(max_length=300, blank=True)
    """Path of the page that held the form, as text: pages move, evidence stays."""
    block = models.CharField(max_length=60, blank=True)
    page_revision = models.CharField(max_length=20, blank=True)
    """Id of the page's revision that was live when the form was shown."""
    campaign = models.JSONField(default=dict)
    """`utm_source` and its four siblings, those that were sent."""
    attribution = models.JSONField(default=dict)
    """`first` and `last` touch, each with what `leads.attribution` lets through."""

    class Meta:
        ordering = ["requested_at"]
        verbose_name = _("consult request")

    def __str__(self) -> str:
        return f"Consult request {self.id.hex[-8:]}"
