from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class SavedView(models.Model):
    """A list of leads that somebody keeps: filters, order and columns, as the list's own query string.

    Private, or shared with those who work the leads of one clinic. It holds no search: names do not stand in addresses.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_lead_views")
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    """None: private."""
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1_000, blank=True)
    is_default = models.BooleanField(_("open first"), default=False)
    """For its owner."""
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="one_default_view"),
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_names_differ"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The list as it was saved. The address alone restores it: `view` only says which tab is open."""
        return f"{reverse('leads:index')}?view={self.pk}{'&' if self.query else ''}{self.query}"
