from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from leads.access import api_token_policy, held_policy, lead_policy
from leads.groups import MANAGES_TOKENS, WORKS_LEADS
from leads.models import ApiToken, HeldLead, Lead
from leads.viewsets import held_requests
from leads.viewsets.api_tokens import api_token_viewset
from leads.viewsets.crisis_phrases import crisis_phrase_viewset
from leads.viewsets.hand_over_panel import LeadsToHandOverPanel
from leads.viewsets.held_leads import held_lead_viewset
from leads.viewsets.leads import lead_viewset
from leads.viewsets.spool_panel import SpoolPanel
from leads.workspace_home import CrisisPanel, LeadsPanel, without_menus_of_editors
from sites.clinic_permission_panel import ClinicPermissionForm
from sites.models import Clinic

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(ApiToken, api_token_policy, exact_class=True)
register_permission_policy(Lead, lead_policy, exact_class=True)
register_permission_policy(HeldLead, held_policy, exact_class=True)


class LeadClinicsForm(ClinicPermissionForm):
    model = Lead
    actions = WORKS_LEADS
    heading = _("Works the leads of these clinics")


class ApiTokenClinicsForm(ClinicPermissionForm):
    model = ApiToken
    actions = MANAGES_TOKENS
    heading = _("Manages the API tokens of these clinics")


@hooks.register("register_admin_viewset")
def register_leads() -> list[object]:
    return [lead_viewset, held_lead_viewset, api_token_viewset, crisis_phrase_viewset]


@hooks.register("register_admin_urls")
def urls_of_held_requests() -> list[Any]:
    return held_requests.urlpatterns


@hooks.register("register_group_permission_panel")
def clinics_of_a_group() -> type[ClinicPermissionForm]:
    return LeadClinicsForm


@hooks.register("register_group_permission_panel")
def clinics_of_api_tokens() -> type[ClinicPermissionForm]:
    return ApiTokenClinicsForm


@hooks.register("construct_homepage_panels")
def open_leads_first(request: HttpRequest, panels: list[Any]) -> None:
    panels += [CrisisPanel(), SpoolPanel(), LeadsPanel()]


@hooks.register("construct_clinic_panels")
def leads_to_hand_over(request: HttpRequest, clinic: Clinic, panels: list[Any]) -> None:
    panels.append(LeadsToHandOverPanel(request, clinic))


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = without_menus_of_editors(request, items)
