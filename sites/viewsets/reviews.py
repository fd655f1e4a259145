"""Reviews that are due, on the admin's home page and as a report."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from sites.reviews import reviews_due

FIRST_FEW = 5


class ReviewsPanel(Component):
    """The most overdue few. Nothing for people who have none to do."""

    template_name = "sites/admin/reviews_panel.html"
    order = 120

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        due = reviews_due(parent_context["request"].user, on=timezone.localdate())
        return render_to_string(self.template_name, {"reviews": due[:FIRST_FEW], "count": len(due)}) if due else ""


class ReviewsReportView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Reviews due")
    header_icon = "calendar-check"
    template_name = "sites/admin/reviews_report.html"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")},
        {"url": "", "label": _("Reviews due")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = reviews_due(self.request.user, on=timezone.localdate())
        return super().get_context_data(reviews=due, **kwargs)


urlpatterns = [path("reports/reviews/", ReviewsReportView.as_view(), name="reviews_due")]
