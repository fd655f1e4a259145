"""Leads in the admin: a list, a page for each, and what staff do there. No form edits a lead's fields."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from leads.models import Lead
from leads.viewsets.lead_list import LeadFilterSet, LeadIndexView
from leads.viewsets.lead_page import CrisisSeenView, LeadView, MoveLeadView, NoteView
from sites.viewsets.scoped import ScopedViewSetMixin


class LeadURLFinder(ModelAdminURLFinder):
    edit_url_name = "leads:inspect"


class LeadViewSet(ScopedViewSetMixin, ModelViewSet):
    model = Lead
    url_prefix = url_namespace = "leads"
    icon = "user"
    menu_order = 10
    add_to_admin_menu = True
    # Pages that count references would tell people of one clinic about leads of another.
    add_to_reference_index = False
    view_names = ("index", "index_results", "inspect")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = LeadIndexView
    filterset_class = LeadFilterSet
    ordering = "-last_requested_at"
    list_per_page = 25
    search_backend_name = None
    url_finder_class = LeadURLFinder

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.construct_view(LeadView), name="inspect"),
            path("<uuid:pk>/move/", self.construct_view(MoveLeadView), name="move"),
            path("<uuid:pk>/crisis-seen/", self.construct_view(CrisisSeenView), name="crisis_seen"),
            path("<uuid:pk>/note/", self.construct_view(NoteView), name="note"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """No boxes on the Groups page: ticked there, they would open every clinic."""
        return Permission.objects.none()


lead_viewset = LeadViewSet()
