"""Clinics in the admin: those the user may see. A clinic is never deleted; it closes for good."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from sites.models import Clinic
from sites.permissions import ClinicPermissionPolicy
from sites.viewsets.clinic_record import BusinessProfilesView, ClinicEditView, business_profiles_button
from sites.viewsets.columns import CARD_LISTING, CardColumn, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin

clinic_policy = ClinicPermissionPolicy(Clinic, clinic_field_name="pk")


def status_cell(clinic: Clinic) -> SafeString:
    return status_tag(clinic.get_status_display(), is_live=clinic.status == Clinic.Status.OPEN)


def phone_cell(clinic: Clinic) -> str:
    return clinic.main_phone.display if clinic.main_phone else ""


class ClinicIndexView(generic.IndexView):
    is_searchable = True
    table_classname = CARD_LISTING

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("name", label=_("Name"), accessor=self.name_cell, sort_key="name", classname="title"),
            CardColumn("practice", label=_("Practice"), accessor="practice.name", sort_key="practice__name"),
            CardColumn("place", label=_("Place"), sort_key="city"),
            CardColumn("phone", label=_("Phone"), accessor=phone_cell),
            CardColumn("status", label=_("Status"), accessor=status_cell, sort_key="status"),
        ]

    def name_cell(self, clinic: Clinic) -> str:
        if not self.user_has_permission_for_instance("change", clinic):
            return clinic.name
        return link(reverse("clinics:edit", args=[clinic.pk]), clinic.name)

    def get_base_queryset(self) -> QuerySet[Clinic]:
        rows: QuerySet[Clinic] = super().get_base_queryset().select_related("practice").prefetch_related("phones")
        return rows

    def get_list_buttons(self, instance: Clinic) -> list[Any]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, business_profiles_button()]


class ClinicViewSet(ScopedViewSetMixin, ModelViewSet):
    model = Clinic
    name = "clinics"
    icon = "home"
    menu_order = 150
    add_to_admin_menu = True
    view_names = ("index", "index_results", "add", "edit", "history", "history_results", "business_profiles")
    copy_view_enabled = False
    index_view_class = ClinicIndexView
    edit_view_class = ClinicEditView
    edit_handler = Clinic.edit_handler
    ordering = "name"
    search_fields = ["name", "slug", "city"]
    search_backend_name = None

    def get_urlpatterns(self) -> list[Any]:
        profiles = path("business-profiles.csv", self.construct_view(BusinessProfilesView), name="business_profiles")
        return [*super().get_urlpatterns(), profiles]


clinic_viewset = ClinicViewSet()
