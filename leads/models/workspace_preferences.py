from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkspacePreferences(models.Model):
    """How somebody of the staff wants to hear of new leads. No row: as the fields' defaults say."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="workspace_preferences"
    )
    plays_sound = models.BooleanField(_("play a sound for a new lead"), default=False)
    shows_notifications = models.BooleanField(_("show the browser's notifications"), default=False)
    gets_digest = models.BooleanField(
        _("a mail each morning with what is due"),
        default=False,
        help_text=_("It holds numbers and a link, nothing about a person."),
    )
    digest_sent_on = models.DateField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("workspace preferences")

    def __str__(self) -> str:
        return f"Workspace preferences {self.pk}"
