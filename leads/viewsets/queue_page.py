"""My queue: what a coordinator does next, most urgent first."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy, leads_for, works_in_several_clinics
from leads.due_words import due_words_of
from leads.models import Lead
from leads.viewsets.lead_columns import COLUMNS, table_columns
from leads.work_queue import queue_of
from leads.workspace_home import warnings_of_home
from sites.permissions import ANY
from sites.viewsets.card_table import CardTable
from sites.viewsets.columns import CARD_LISTING

SHOWN = [COLUMNS[name] for name in ("name", "due_at", "phone", "stage", "owner", "clinic")]


class QueueView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """`?whose=everybody` also shows what colleagues own."""

    permission_policy = lead_policy
    any_permission_required = ANY
    template_name = "leads/admin/queue.html"
    results_only = False
    page_title = gettext_lazy("My queue")
    header_icon = "tasks"

    def get_template_names(self) -> list[str]:
        return ["leads/admin/queue_results.html"] if self.results_only else [self.template_name]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        at = timezone.now()
        everybodys = self.request.GET.get("whose") == "everybody"
        groups = list(queue_of(leads_for(user), user=user, at=at, everybodys=everybodys))
        words = due_words_of([lead for group in groups for lead in group.leads], at=at)
        shown = SHOWN if works_in_several_clinics(user) else [each for each in SHOWN if each.name != "clinic"]
        columns: list[Any] = list(table_columns(shown, words))
        for column in columns:
            column.sort_key = None  # what is due first stands first
        queue = reverse("leads:queue")
        return super().get_context_data(
            groups=[(group, self.table(group.leads, columns, str(group.heading))) for group in groups],
            everybodys=everybodys,
            tabs=[
                {"label": _("Mine and nobody's"), "url": queue, "is_current": not everybodys},
                {"label": _("Everybody's"), "url": f"{queue}?whose=everybody", "is_current": everybodys},
            ],
            has_leads=bool(groups) or leads_for(user).exists(),
            may_add=lead_policy.user_has_permission(user, "change"),
            warnings=warnings_of_home(self.request),
            **kwargs,
        )

    def table(self, leads: Any, columns: list[Any], caption: str) -> CardTable:
        return CardTable(columns, list[Lead](leads), classname=f"{CARD_LISTING} queue-listing", caption=caption)
