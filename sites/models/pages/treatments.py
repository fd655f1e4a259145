from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sites.models.pages.base import openings_at
from sites.models.pages.library import LibraryIndexPage, LibraryPage, panels_of_entry


class TreatmentIndexPage(LibraryIndexPage):
    """The network's library of treatments."""

    subpage_types = ["sites.TreatmentPage"]
    template = "sites/treatment_index_page.html"

    class Meta:
        verbose_name = _("treatment index")

    def treatment_pages(self) -> "models.QuerySet[TreatmentPage]":
        return TreatmentPage.objects.live().child_of(self).select_related("treatment")


class TreatmentPage(LibraryPage):
    """A treatment, told once for the whole network."""

    treatment = models.ForeignKey(
        "sites.Treatment", on_delete=models.PROTECT, related_name="pages", verbose_name=_("treatment")
    )

    content_panels = panels_of_entry("treatment")
    parent_page_types = ["sites.TreatmentIndexPage"]
    template = "sites/treatment_page.html"
    shown_relations = ("treatment", "picture")

    class Meta:
        verbose_name = _("treatment page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `article_pages`, the newest three about this treatment. The clinics shown are those that give it, or all
        where none is known to."""
        from sites.models.pages.articles import newest_about_treatment

        context = super().get_context(request, *args, **kwargs)
        given_at = context["directory"].details(self.treatment, clinics=context["clinics"]).given_at
        context["clinic_openings"] = openings_at(given_at, context)
        context["article_pages"] = newest_about_treatment(treatment_id=self.treatment_id, locale_id=self.locale_id)
        return context
