from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from leads.access import (
    api_token_policy,
    do_not_contact_policy,
    erasure_policy,
    held_policy,
    lead_policy,
    message_template_policy,
)
from leads.audit import audit_policy
from leads.groups import MANAGES_LEADS, MANAGES_TOKENS, WORKS_LEADS
from leads.models import ApiToken, DoNotContact, ErasureRequest, HeldLead, Lead, MessageTemplate
from leads.viewsets import held_requests
from leads.viewsets.api_tokens import api_token_viewset
from leads.viewsets.audit import audit_viewset
from leads.viewsets.crisis_phrases import crisis_phrase_viewset
from leads.viewsets.erasures import erasure_viewset
from leads.viewsets.hand_over_panel import LeadsToHandOverPanel
from leads.viewsets.held_leads import held_lead_viewset
from leads.viewsets.leads import lead_viewset
from leads.viewsets.message_templates import message_template_viewset
from leads.viewsets.preferences_panel import WorkspacePreferencesPanel
from leads.viewsets.spool_panel import SpoolPanel
from leads.viewsets.stages import stage_viewset
from leads.workspace_home import CrisisPanel, LeadsPanel, NoWorkPanel, menu_of_leads, without_menus_of_editors
from protection.models import AuditEntry
from sites.clinic_permission_panel import ClinicPermissionForm
from sites.models import Clinic

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(ApiToken, api_token_policy, exact_class=True)
register_permission_policy(Lead, lead_policy, exact_class=True)
register_permission_policy(HeldLead, held_policy, exact_class=True)
register_permission_policy(AuditEntry, audit_policy, exact_class=True)
register_permission_policy(DoNotContact, do_not_contact_policy, exact_class=True)
register_permission_policy(ErasureRequest, erasure_policy, exact_class=True)
register_permission_policy(MessageTemplate, message_template_policy, exact_class=True)


class LeadClinicsForm(ClinicPermissionForm):
    model = Lead
    actions = WORKS_LEADS
    heading = _("Works the leads of these clinics")


class ManagedClinicsForm(ClinicPermissionForm):
    """What managers may do beside working leads. Each model has actions of its own."""

    model = AuditEntry
    heading = _("Manages the leads of these clinics: exports, do-not-contact, erasure, templates, shared views, audit")
    granted_actions = MANAGES_LEADS


class ApiTokenClinicsForm(ClinicPermissionForm):
    model = ApiToken
    actions = MANAGES_TOKENS
    heading = _("Manages the API tokens of these clinics")


@hooks.register("register_admin_viewset")
def register_leads() -> list[object]:
    leads = [lead_viewset, held_lead_viewset, message_template_viewset, crisis_phrase_viewset, stage_viewset]
    return [*leads, erasure_viewset, api_token_viewset, audit_viewset]


@hooks.register("register_admin_urls")
def urls_of_held_requests() -> list[Any]:
    return held_requests.urlpatterns


@hooks.register("register_group_permission_panel")
def clinics_of_a_group() -> type[ClinicPermissionForm]:
    return LeadClinicsForm


@hooks.register("register_group_permission_panel")
def clinics_that_are_managed() -> type[ClinicPermissionForm]:
    return ManagedClinicsForm


@hooks.register("register_group_permission_panel")
def clinics_of_api_tokens() -> type[ClinicPermissionForm]:
    return ApiTokenClinicsForm


@hooks.register("insert_global_admin_css")
def stylesheet_of_people() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/leads-people.css"))


@hooks.register("construct_homepage_panels")
def open_leads_first(request: HttpRequest, panels: list[Any]) -> None:
    panels += [CrisisPanel(), SpoolPanel(), LeadsPanel(), NoWorkPanel()]


@hooks.register("construct_clinic_panels")
def leads_to_hand_over(request: HttpRequest, clinic: Clinic, panels: list[Any]) -> None:
    panels.append(LeadsToHandOverPanel(request, clinic))


@hooks.register("construct_main_menu")
def leads_first(request: HttpRequest, items: list[MenuItem]) -> None:
    items += [item for item in menu_of_leads() if item.is_shown(request)]


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = without_menus_of_editors(request, items)


@hooks.register("insert_global_admin_css")
def stylesheets_of_toasts_news_and_writing() -> SafeString:
    sheets = ((static(path),) for path in ("css/toast.css", "css/lead-news.css", "css/writing.css"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def way_back_to_a_list() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/lead-trail.js"))


@hooks.register("insert_global_admin_js")
def region_of_toasts() -> SafeString:
    return render_to_string("leads/admin/toasts.html")


@hooks.register("register_account_settings_panel")
def how_to_hear_of_leads(request: HttpRequest, user: Any, profile: Any) -> WorkspacePreferencesPanel:
    return WorkspacePreferencesPanel(request, user, profile)
