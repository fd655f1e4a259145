from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class Condition(models.Model):
    """What people come with: a diagnosis or a symptom, defined once for all pages."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), unique=True)
    summary = models.CharField(_("in one sentence"), max_length=300)
    definition = models.TextField(_("definition"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("summary"), FieldPanel("definition")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("condition")

    def __str__(self) -> str:
        return self.name

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.name} {self.summary}"
