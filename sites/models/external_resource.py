from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class ExternalResource(models.Model):
    """An organisation or page outside the network that readers are pointed to."""

    name = models.CharField(_("name"), max_length=160)
    url = models.URLField(_("address"), unique=True)
    description = models.CharField(_("what is found there"), max_length=300)
    checked_date = models.DateField(_("link checked on"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("url"), FieldPanel("checked_date")]),
        FieldPanel("description"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("external resource")

    def __str__(self) -> str:
        return self.name

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.name} {self.description}"
