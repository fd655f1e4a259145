"""CRM connections in the admin: what is connected, how it fares, and what fails."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from integrations.access import crm_connection_policy
from integrations.crm_failures import reasons_of
from integrations.crm_vendors import VENDORS, Vendor
from integrations.models import CrmConnection
from integrations.viewsets.crm_connection_form import CrmConnectionForm
from integrations.viewsets.crm_connection_page import (
    CheckView,
    CrmConnectionView,
    DryRunView,
    ErasedThereView,
    SendAgainView,
    SwitchView,
)
from sites.viewsets.columns import CARD_LISTING, CardColumn, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin


def name_cell(connection: CrmConnection) -> SafeString:
    return link(reverse("crm_connections:inspect", args=[connection.pk]), str(connection))


def clinic_cell(connection: CrmConnection) -> str:
    return connection.clinic.name if connection.clinic else str(_("The network"))


def state_cell(connection: CrmConnection) -> SafeString:
    is_active = connection.status == CrmConnection.Status.ACTIVE
    if is_active and connection.dry_run:
        return status_tag(str(_("Dry run")), is_live=False)
    return status_tag(connection.get_status_display(), is_live=is_active)


class CrmConnectionIndexView(generic.IndexView):
    table_classname = CARD_LISTING
    columns = [
        CardColumn("name", label=_("Connection"), accessor=name_cell, classname="title"),
        CardColumn("vendor", label=_("CRM"), accessor="get_vendor_display"),
        CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell),
        CardColumn("data_class", label=_("May receive"), accessor="get_data_class_display"),
        CardColumn("status", label=_("Status"), accessor=state_cell),
        CardColumn("failed", label=_("Given up"), accessor="failed_count"),
        CardColumn("reason", label=_("Trouble"), accessor="status_reason"),
    ]

    def get_base_queryset(self) -> Any:
        failed = Count("deliveries", filter=Q(deliveries__state="failed"))
        rows = super().get_base_queryset().select_related("clinic").defer("credentials")
        return rows.annotate(failed_count=failed)

    def get_header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().get_header_more_buttons()
        return [*buttons, Button(_("Failing syncs"), url=reverse("crm_connections:failures"), icon_name="warning")]

    def get_list_buttons(self, instance: CrmConnection) -> list[Any]:
        return []


class CrmFailuresView(generic.IndexView):
    """Every connection that fails, with its reasons and a button."""

    template_name = "integrations/admin/crm_failures.html"
    results_template_name = "integrations/admin/crm_failures.html"
    page_title = _("Failing syncs")
    is_searchable = False
    paginate_by = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> Any:
        tried = Q(deliveries__state="failed") | Q(deliveries__state="pending", deliveries__attempts_made__gt=0)
        rows = super().get_base_queryset().filter(tried).distinct()
        return rows.select_related("clinic").defer("credentials")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may = crm_connection_policy.user_has_permission_for_instance
        context["connections"] = [
            (each, reasons_of(each), may(self.request.user, "change", each)) for each in context["object_list"]
        ]
        return context


class CrmVendorsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Before the form: which vendor, since each has a form of its own."""

    permission_required = "add"
    template_name = "integrations/admin/crm_vendors.html"
    page_title = _("New CRM connection")
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("crm_connections:index"), "label": _("CRM connections")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(vendors=Vendor.choices, **kwargs)
        return context


class CrmConnectionCreateView(generic.CreateView):
    def setup(self, request: HttpRequest, *args: Any, vendor: str, **kwargs: Any) -> None:
        if vendor not in VENDORS:
            raise Http404
        self.vendor = vendor
        super().setup(request, *args, **kwargs)

    def get_add_url(self) -> str:
        return reverse("crm_connections:add_vendor", args=[self.vendor])

    def get_initial_form_instance(self) -> CrmConnection:
        return CrmConnection(vendor=self.vendor)

    def get_success_url(self) -> str:
        return reverse("crm_connections:inspect", args=[self.object.pk])


class CrmConnectionEditView(generic.EditView):
    def get_success_url(self) -> str:
        return reverse("crm_connections:inspect", args=[self.object.pk])


class CrmConnectionViewSet(ScopedViewSetMixin, ModelViewSet):
    model = CrmConnection
    name = "crm_connections"
    url_prefix = "crm-connections"
    icon = "group"
    menu_label = _("CRM connections")
    add_to_reference_index = False
    view_names = ("index", "index_results", "add", "edit", "history", "history_results")
    copy_view_enabled = False
    index_view_class = CrmConnectionIndexView
    add_view_class = CrmConnectionCreateView
    edit_view_class = CrmConnectionEditView
    create_template_name = "integrations/admin/crm_connection_form.html"
    edit_template_name = "integrations/admin/crm_connection_form.html"
    form_fields = CrmConnectionForm.Meta.fields
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[CrmConnectionForm]:
        return CrmConnectionForm

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("new/", self.construct_view(CrmVendorsView), name="add"),
            path("new/<slug:vendor>/", self.add_view, name="add_vendor"),
            path(
                "failures/",
                self.construct_view(CrmFailuresView, **self.get_common_view_kwargs(), any_permission_required=None),
                name="failures",
            ),
            path("<uuid:pk>/", self.construct_view(CrmConnectionView), name="inspect"),
            path("<uuid:pk>/dry-run/", self.construct_view(DryRunView), name="dry_run"),
            path("<uuid:pk>/switch/", self.construct_view(SwitchView), name="switch"),
            path("<uuid:pk>/check/", self.construct_view(CheckView), name="check"),
            path("<uuid:pk>/erased-there/", self.construct_view(ErasedThereView), name="erased_there"),
            path("<uuid:pk>/send-again/", self.construct_view(SendAgainView), name="send_again"),
            *(each for each in super().get_urlpatterns() if each.name != "add"),
        ]


crm_connection_viewset = CrmConnectionViewSet()
