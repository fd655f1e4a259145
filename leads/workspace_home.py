"""What the admin shows first: a coordinator's work on the home page, and no menu that leads nowhere."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import HomeView
from wagtail.permissions import page_permission_policy

from leads.access import lead_policy, leads_for, leads_to_look_at_for
from leads.models import Stage
from leads.workspace_addresses import quarantine_path
from sites.permissions import ANY, User

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


class NoWorkPanel(Component):
    """Whom to ask, for somebody who may sign in and neither works leads nor edits pages."""

    template_name = "leads/admin/no_work_panel.html"
    order = 50

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        user = parent_context["request"].user
        if user.is_superuser or lead_policy.user_has_any_permission(user, ANY) or edits_pages(user):
            return ""
        html: str = super().render_html(parent_context)
        return html


class LeadsMenuItem(MenuItem):
    """For people who work the leads of some clinic."""

    def is_shown(self, request: HttpRequest) -> bool:
        return lead_policy.user_has_any_permission(request.user, ANY)


def menu_of_leads() -> list[MenuItem]:
    """Beside the list, which its viewset puts there."""
    return [
        LeadsMenuItem(_("My queue"), reverse("leads:queue"), name="queue", icon_name="tasks", order=8),
        LeadsMenuItem(_("Board"), reverse("leads:board"), name="board", icon_name="table", order=9),
    ]


def warnings_of_home(request: HttpRequest) -> list[Component]:
    """What the home page warns of, for those who start with the queue. A panel with nothing to say shows nothing."""
    panels: list[Component] = []
    for construct in hooks.get_hooks("construct_homepage_panels"):
        construct(request, panels)
    return sorted((each for each in panels if not isinstance(each, LeadsPanel)), key=lambda each: each.order)


@never_cache
@require_admin_access
def show_home(request: HttpRequest) -> HttpResponse:
    """Wagtail's home page; whoever has leads and no pages starts with the queue."""
    if lands_on_queue(request.user):
        return redirect("leads:queue")
    return HomeView.as_view()(request)


def lands_on_queue(user: User) -> bool:
    return lead_policy.user_has_any_permission(user, ANY) and not edits_pages(user)


def edits_pages(user: User) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


def without_menus_of_editors(request: HttpRequest, items: list[MenuItem]) -> list[MenuItem]:
    if edits_pages(request.user):
        return items
    return [item for item in items if item.name not in MENUS_OF_EDITORS]
