from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sites.models.pages.base import openings_at
from sites.models.pages.library import LibraryIndexPage, LibraryPage, panels_of_entry


class ConditionIndexPage(LibraryIndexPage):
    """The network's library of conditions."""

    subpage_types = ["sites.ConditionPage"]
    template = "sites/condition_index_page.html"

    class Meta:
        verbose_name = _("condition index")

    def condition_pages(self) -> "models.QuerySet[ConditionPage]":
        return ConditionPage.objects.live().child_of(self).select_related("condition").order_by("title")


class ConditionPage(LibraryPage):
    """A condition, told once for the whole network, with the treatments that are tried for it."""

    condition = models.ForeignKey(
        "sites.Condition", on_delete=models.PROTECT, related_name="pages", verbose_name=_("condition")
    )

    content_panels = panels_of_entry("condition")
    parent_page_types = ["sites.ConditionIndexPage"]
    template = "sites/condition_page.html"
    shown_relations = ("condition", "picture")

    class Meta:
        verbose_name = _("condition page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `treatment_links`, what is tried for the condition, and `article_pages`, the newest three about it. The
        clinics shown are those that give one of these treatments, or all where none is known to."""
        from sites.models.pages.articles import newest_about_condition
        from sites.models.treatment import Treatment

        context = super().get_context(request, *args, **kwargs)
        tried = list(Treatment.objects.filter(conditions=self.condition_id))
        directory = context["directory"]
        context["treatment_links"] = directory.treatments(clinic=None, chosen=tried) if tried else []
        given = Treatment.clinics.through.objects.filter(treatment__in=tried)
        context["clinic_openings"] = openings_at(set(given.values_list("clinic_id", flat=True)), context)
        context["article_pages"] = newest_about_condition(condition_id=self.condition_id, locale_id=self.locale_id)
        return context
