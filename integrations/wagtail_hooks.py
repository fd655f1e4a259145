from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from integrations.access import crm_connection_policy, delivery_policy, endpoint_policy
from integrations.models import CrmConnection, Delivery, Endpoint
from integrations.viewsets.crm_connections import crm_connection_viewset
from integrations.viewsets.deliveries import delivery_viewset
from integrations.viewsets.endpoints import endpoint_viewset
from integrations.viewsets.trouble_panel import TroublePanel
from sites.clinic_permission_panel import ClinicPermissionForm

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(Delivery, delivery_policy, exact_class=True)
register_permission_policy(Endpoint, endpoint_policy, exact_class=True)
register_permission_policy(CrmConnection, crm_connection_policy, exact_class=True)


class DeliveryClinicsForm(ClinicPermissionForm):
    model = Delivery
    actions = ("view",)
    heading = _("Sees the deliveries of these clinics")


class EndpointClinicsForm(ClinicPermissionForm):
    model = Endpoint
    actions = ("add", "change", "view")
    heading = _("Manages the endpoints of these clinics")


class CrmConnectionClinicsForm(ClinicPermissionForm):
    model = CrmConnection
    actions = ("add", "change", "view")
    heading = _("Manages the CRM connections of these clinics")


class IntegrationsViewSetGroup(ViewSetGroup):
    menu_label = _("Integrations")
    menu_icon = "link"
    menu_order = 800
    items = (delivery_viewset, endpoint_viewset, crm_connection_viewset)


@hooks.register("register_admin_viewset")
def register_integrations() -> list[object]:
    return [IntegrationsViewSetGroup()]


@hooks.register("register_group_permission_panel")
def clinics_of_deliveries() -> type[ClinicPermissionForm]:
    return DeliveryClinicsForm


@hooks.register("register_group_permission_panel")
def clinics_of_endpoints() -> type[ClinicPermissionForm]:
    return EndpointClinicsForm


@hooks.register("register_log_actions")
def endpoint_actions(actions: LogActionRegistry) -> None:
    actions.register_action("integrations.endpoint.test", _("Send test event"), _("Test event sent"))
    actions.register_action("integrations.endpoint.status", _("Change status"), _("Status changed"))
    actions.register_action("integrations.endpoint.rotate", _("New secret"), _("New secret made"))
    actions.register_action("integrations.endpoint.replay", _("Send again"), _("Deliveries sent again"))


@hooks.register("construct_homepage_panels")
def endpoints_in_trouble(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TroublePanel())


@hooks.register("register_group_permission_panel")
def clinics_of_crm_connections() -> type[ClinicPermissionForm]:
    return CrmConnectionClinicsForm


@hooks.register("register_log_actions")
def register_crm_log_actions(actions: Any) -> None:
    actions.register_action("integrations.crm.switch", _("Switch a CRM connection"), _("Switched on or off"))
    actions.register_action("integrations.crm.replay", _("Send failed syncs again"), _("Failed syncs sent again"))
    actions.register_action(
        "integrations.crm.erased_there", _("Note that it is erased there"), _("Erased there by hand")
    )


@hooks.register("insert_global_admin_css")
def crm_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/crm-admin.css"))
