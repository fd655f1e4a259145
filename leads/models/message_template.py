from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.messages.placeholders import IN_SUBJECTS, PLACEHOLDERS, refuse_unknown
from protection.identifiers import uuid7


class MessageTemplate(models.Model):
    """What staff write often: an e-mail or a text message with placeholders. Of one clinic, or of the network."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="message_templates",
        verbose_name=_("clinic"),
    )
    """None: every clinic's."""
    channel = models.CharField(_("sent as"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=10, default="en")
    name = models.CharField(_("name"), max_length=80)
    subject = models.CharField(
        _("subject"), max_length=120, blank=True, help_text=_("Of an e-mail. It may name the clinic, never the person.")
    )
    body = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("message template")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.channel == self.Channel.SMS:
            self.subject = ""
        elif not self.subject.strip():
            errors["subject"] = _("An e-mail needs a subject.")
        for name, known in (("subject", IN_SUBJECTS), ("body", tuple(PLACEHOLDERS))):
            try:
                refuse_unknown(getattr(self, name), known=known)
            except ValidationError as error:
                errors.setdefault(name, error)
        if errors:
            raise ValidationError(errors)
