from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Fact(models.Model):
    """A number that pages may state, with where it comes from and until when it may be trusted."""

    value = models.CharField(_("value"), max_length=40, help_text=_("As shown large: 1 in 5, 24 %, 40 minutes."))
    wording = models.CharField(_("wording"), max_length=300, help_text=_("What the value counts, as the source says."))
    share = models.PositiveSmallIntegerField(
        _("of a hundred"), null=True, blank=True, help_text=_("Where the value is a share: drawn as so many of 100.")
    )
    source = models.CharField(_("source"), max_length=300, help_text=_("Author, title, publisher and year."))
    source_url = models.URLField(_("address of the source"))
    as_of_date = models.DateField(_("as of"), help_text=_("When the source says it was so."))
    review_by_date = models.DateField(_("review by"), help_text=_("After this day pages no longer show it."))
    updated_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("share")]),
        FieldPanel("wording"),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldRowPanel([FieldPanel("as_of_date"), FieldPanel("review_by_date")]),
    ]

    class Meta:
        ordering = ["wording"]
        verbose_name = _("fact")
        constraints = [
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__lte=100), name="fact_share_of_a_hundred")
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.wording}"

    def is_trusted(self, *, on: date) -> bool:
        """Whether pages may state it on this day."""
        return on <= self.review_by_date

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.value} {self.wording} {self.source}"
