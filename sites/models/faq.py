from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from sites.models.part_of import PartOfClinicAndTreatment


class FAQ(PartOfClinicAndTreatment):
    """A question that visitors ask, answered once."""

    question = models.CharField(_("question"), max_length=200)
    answer = RichTextField(_("answer"), features=["bold", "italic", "link", "ul", "ol"])
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="faqs",
        verbose_name=_("clinic"),
        help_text=_("Empty: the answer holds for every clinic."),
    )
    treatment = models.ForeignKey(
        "sites.Treatment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="faqs",
        verbose_name=_("treatment"),
    )
    updated_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("clinic"), FieldPanel("treatment")]),
    ]

    class Meta:
        ordering = ["question"]
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self) -> str:
        return self.question

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.question} {get_text_for_indexing(self.answer)}"
