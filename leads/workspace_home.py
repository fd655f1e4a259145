"""What the admin shows first: a coordinator's work on the home page, and no menu that leads nowhere."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from leads.access import lead_policy, leads_for, leads_to_look_at_for
from leads.events import quarantine_path
from leads.models import Stage
from sites.permissions import ANY

MOST_SHOWN = 20
# Of no use to somebody who edits no page: an editor's guide and reports about pages.
MENUS_OF_EDITORS = {"help", "reports"}


class CrisisPanel(Component):
    """Leads that may be in a crisis and that nobody has looked at, oldest first. Nothing where there are none."""

    template_name = "leads/admin/crisis_panel.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        waiting = leads_to_look_at_for(parent_context["request"].user).select_related("clinic")
        return {
            "leads": list(waiting.order_by("crisis_flagged_at")[:MOST_SHOWN]),
            "count": waiting.count(),
            "quarantine_path": quarantine_path(),
        }

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        if not lead_policy.user_has_any_permission(parent_context["request"].user, ANY):
            return ""
        context = self.get_context_data(parent_context)
        return render_to_string(self.template_name, context) if context["count"] else ""


class LeadsPanel(Component):
    """Open leads by stage, each a link into the list. Empty for people without leads."""

    template_name = "leads/admin/home_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        counted = dict(leads_for(user).open().order_by().values_list("stage").annotate(Count("pk")))
        open_stages = Stage.objects.filter(kind__in=[Stage.Kind.OPEN, Stage.Kind.BOOKED])
        return {"stages": [(stage, counted.get(stage.pk, 0)) for stage in open_stages]}

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        if not lead_policy.user_has_any_permission(parent_context["request"].user, ANY):
            return ""
        html: str = super().render_html(parent_context)
        return html


def without_menus_of_editors(request: HttpRequest, items: list[MenuItem]) -> list[MenuItem]:
    if page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
        return items
    return [item for item in items if item.name not in MENUS_OF_EDITORS]
