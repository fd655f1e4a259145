"""Quarantine in the admin: a list, a page for each request, and the menu's count of those that wait."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from leads.access import held_leads_for
from leads.models import HeldLead
from leads.viewsets.counting_menu_item import CountingMenuItem
from leads.viewsets.held_list import HeldLeadFilterSet, HeldLeadIndexView
from leads.viewsets.held_page import DecideView, HeldLeadView
from sites.viewsets.scoped import ScopedViewSetMixin


class HeldBackMenuItem(CountingMenuItem):
    def waiting_for(self, user: Any) -> QuerySet[Any]:
        return held_leads_for(user).filter(spam_marked_at__isnull=True)


class HeldLeadViewSet(ScopedViewSetMixin, ModelViewSet):
    model = HeldLead
    audited_as = "lead"
    # Below the leads: under the strict Content-Security-Policy.
    url_prefix = "leads/held-back"
    url_namespace = "held_leads"
    icon = "warning"
    menu_label = _("Held back")
    menu_name = "held-back"
    menu_order = 11
    add_to_admin_menu = True
    add_to_reference_index = False
    view_names = ("index", "index_results", "inspect", "decide")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = HeldLeadIndexView
    index_template_name = "leads/admin/held_leads.html"
    index_results_template_name = "leads/admin/held_leads_results.html"
    filterset_class = HeldLeadFilterSet
    ordering = "-created_at"
    list_per_page = 25
    search_backend_name = None

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return type("HeldLeadsMenuItem", (super().menu_item_class, HeldBackMenuItem), {})

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.construct_view(HeldLeadView), name="inspect"),
            path("<uuid:pk>/decide/", self.construct_view(DecideView), name="decide"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()


held_lead_viewset = HeldLeadViewSet()
