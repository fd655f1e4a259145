"""Older entries of a lead's timeline."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView

from leads.models import LeadEvent
from leads.timeline_page import timeline_page
from leads.viewsets.lead_page.page import LeadView


class OlderEntriesView(LeadView):
    """`?before=` the id of an entry of this lead; without it the newest. The page's script adds them to its own."""

    template_name = "leads/admin/lead_older.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, own = super().get_breadcrumbs_items()
        return [*before, own | {"url": self.url()}, {"url": "", "label": gettext_lazy("Timeline")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            typed = self.request.GET.get("before", "")
            page = timeline_page(self.object, stages=self.stages, before=UUID(typed) if typed else None)
        except (ValueError, LeadEvent.DoesNotExist) as missing:
            raise Http404 from missing
        shown: dict[str, Any] = super(TemplateView, self).get_context_data(lead=self.object, timeline=page, **kwargs)
        return shown
