from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sites.models.pages.base import CarefrontPage


class ReviewedPage(CarefrontPage):
    """A page of medical content: a provider has read it, on a day, and will again."""

    reviewer = models.ForeignKey(
        "sites.Provider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_%(class)ss",
        verbose_name=_("clinical reviewer"),
    )
    reviewed_date = models.DateField(_("reviewed on"), null=True, blank=True)
    next_review_date = models.DateField(_("next review"), null=True, blank=True)

    review_panel = MultiFieldPanel(
        [FieldPanel("reviewer"), FieldRowPanel([FieldPanel("reviewed_date"), FieldPanel("next_review_date")])],
        heading=_("Clinical review"),
    )

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `reviewer`, with credentials, or None, and all `people` that the page names, by their ids."""
        context = super().get_context(request, *args, **kwargs)
        context["people"] = context["directory"].people(self.people())
        reviewer = context["people"].get(self.reviewer_id)
        context["reviewer"] = self.reviewer = reviewer.provider if reviewer else None
        return context

    def people(self) -> list[UUID]:
        """Ids of the providers whom the page names, read at once."""
        return [self.reviewer_id] if self.reviewer_id else []

    def clean(self) -> None:
        super().clean()
        if self.reviewer_id and not self.reviewed_date:
            raise ValidationError({"reviewed_date": _("Say when it was reviewed.")})
        if self.reviewed_date and self.next_review_date and self.next_review_date <= self.reviewed_date:
            raise ValidationError({"next_review_date": _("The next review is before the last.")})
