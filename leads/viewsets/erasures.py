"""Who asked to be erased: a list with what is due first, and a page for each, on which it is carried out."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from leads.access import erasure_requests_for
from leads.models import ErasureRequest
from leads.viewsets.counting_menu_item import CountingMenuItem
from leads.viewsets.erasure_page import EraseView
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin


def person_cell(request: ErasureRequest) -> SafeString:
    person = request.person
    words = gettext("Erased") if person.erased_at else person.full_name or gettext("No name is known")
    return link(reverse("erasures:inspect", args=[request.pk]), words)


def due_cell(request: ErasureRequest) -> SafeString | str:
    day = date_format(request.due_date, "DATE_FORMAT")
    if request.carried_out_at:
        return format_html("{} {}", status_tag(gettext("Done"), is_live=False), ago(request.carried_out_at))
    if request.is_overdue(at=timezone.now()):
        return format_html('<span class="lead-flag">{}</span> {}', gettext("Overdue"), day)
    return day


class ErasureIndexView(generic.IndexView):
    """Those still to be done first, the longest due on top; then what was done, the latest first."""

    table_classname = CARD_LISTING
    list_export: list[str] = []
    is_searchable = False
    columns = [
        CardColumn("person", label=_("Person"), accessor=person_cell, classname="title"),
        CardColumn("due_date", label=_("To be done by"), accessor=due_cell),
        CardColumn("clinic", label=_("Clinic"), accessor="person.clinic.name"),
        CardColumn("requested_at", label=_("Asked"), accessor=lambda row: ago(row.requested_at)),
        CardColumn("source", label=_("How they asked"), accessor="get_source_display"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> QuerySet[ErasureRequest]:
        rows: QuerySet[ErasureRequest] = super().get_base_queryset()
        return rows.select_related("person__clinic")

    def order_queryset(self, queryset: QuerySet[ErasureRequest]) -> QuerySet[ErasureRequest]:
        return queryset.order_by(F("carried_out_at").desc(nulls_first=True), "due_date", "pk")

    def get_list_buttons(self, instance: ErasureRequest) -> list[Any]:
        return []

    @cached_property
    def no_results_message(self) -> str:
        return gettext("Nobody has asked to be erased.")


class ErasuresMenuItem(CountingMenuItem):
    def waiting_for(self, user: Any) -> QuerySet[ErasureRequest]:
        return erasure_requests_for(user).filter(carried_out_at=None)


class ErasureViewSet(ScopedViewSetMixin, ModelViewSet):
    model = ErasureRequest
    audited_as = "erasure_request"
    # Below the leads: under the strict Content-Security-Policy.
    url_prefix = "leads/erasures"
    url_namespace = "erasures"
    icon = "bin"
    menu_label = _("Erasure requests")
    menu_name = "erasures"
    menu_order = 12
    add_to_admin_menu = True
    add_to_reference_index = False
    view_names = ("index", "index_results", "inspect")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = ErasureIndexView
    ordering = "due_date"
    list_per_page = 25
    search_backend_name = None

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return type("ErasuresMenuItem", (super().menu_item_class, ErasuresMenuItem), {})

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.construct_view(EraseView), name="inspect"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """No boxes on the Groups page: ticked there, they would open every clinic."""
        return Permission.objects.none()


erasure_viewset = ErasureViewSet()
