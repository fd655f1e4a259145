from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from integrations.access import delivery_policy, endpoint_policy
from integrations.models import Delivery, Endpoint
from integrations.viewsets.deliveries import delivery_viewset
from integrations.viewsets.endpoints import endpoint_viewset
from sites.clinic_permission_panel import ClinicPermissionForm

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(Delivery, delivery_policy, exact_class=True)
register_permission_policy(Endpoint, endpoint_policy, exact_class=True)


class DeliveryClinicsForm(ClinicPermissionForm):
    model = Delivery
    actions = ("view",)
    heading = _("Sees the deliveries of these clinics")


class EndpointClinicsForm(ClinicPermissionForm):
    model = Endpoint
    actions = ("add", "change", "view")
    heading = _("Manages the endpoints of these clinics")


class IntegrationsViewSetGroup(ViewSetGroup):
    menu_label = _("Integrations")
    menu_icon = "link"
    menu_order = 800
    items = (delivery_viewset, endpoint_viewset)


@hooks.register("register_admin_viewset")
def register_integrations() -> list[object]:
    return [IntegrationsViewSetGroup()]


@hooks.register("register_group_permission_panel")
def clinics_of_deliveries() -> type[ClinicPermissionForm]:
    return DeliveryClinicsForm


@hooks.register("register_group_permission_panel")
def clinics_of_endpoints() -> type[ClinicPermissionForm]:
    return EndpointClinicsForm
