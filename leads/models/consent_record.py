from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.append_only import AppendOnlyModel
from protection.identifiers import uuid7


class ConsentRecord(AppendOnlyModel):
    """That somebody agreed, or did not, to one purpose: the exact words shown, when, where, in which language."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("Contact about this request")
        SMS = "sms", _("Text messages")
        NEWSLETTER = "newsletter", _("Newsletter")

    class Evidence(models.TextChoices):
        SHOWN = "shown", _("The form said which words it showed")
        ASSUMED = "assumed", _("The form did not say: the words in force")
        UNKNOWN = "unknown", _("The form showed words that nobody here knows")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="consents", null=True)
    subscription = models.ForeignKey("leads.Subscription", on_delete=models.PROTECT, related_name="consents", null=True)
    consult_request = models.ForeignKey(
        "leads.ConsultRequest", on_delete=models.PROTECT, related_name="consents", null=True
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    granted = models.BooleanField()
    wording = models.TextField(blank=True)
    """Empty where `evidence` is unknown; then `wording_version` is what the form said."""
    wording_version = models.CharField(max_length=16)
    """First 16 hex digits of the wording's SHA-256: equal words, equal version."""
    evidence = models.CharField(max_length=10, choices=Evidence, default=Evidence.ASSUMED)
    language = models.CharField(max_length=10)
    page = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at"]
        verbose_name = _("consent record")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(subscription__isnull=False),
                name="consent_is_somebodys",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {'granted' if self.granted else 'not granted'}"
