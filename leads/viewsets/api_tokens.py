"""API tokens in the admin: which programs may do what. A token is shown once, when it is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from leads.models import ApiToken
from leads.models.api_token import Scope
from leads.viewsets.api_token_form import ApiTokenForm
from sites.viewsets.columns import CARD_LISTING, CardColumn, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin

# Wagtail's own words for a token that no longer opens anything.
REVOKED = "wagtail.apitoken.revoke"


def clinic_cell(token: ApiToken) -> str:
    return token.clinic.name if token.clinic else str(_("Every clinic"))


def used_by_cell(token: ApiToken) -> str:
    return ", ".join(token.origins) if token.is_public else str(_("Servers"))


def scopes_cell(token: ApiToken) -> str:
    return ", ".join(str(scope.label) for scope in Scope if token.may(scope))


def last_used_cell(token: ApiToken) -> str:
    return date_format(token.last_used_on) if token.last_used_on else str(_("Never"))


def state_cell(token: ApiToken) -> SafeString:
    return status_tag(str(_("Active") if token.is_active else _("Revoked")), is_live=token.is_active)


class ApiTokenIndexView(generic.IndexView):
    table_classname = CARD_LISTING

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("source", label=_("Source"), classname="title"),
            CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell),
            CardColumn("origins", label=_("Used by"), accessor=used_by_cell),
            CardColumn("scopes", label=_("What it may do"), accessor=scopes_cell),
            CardColumn("last_used_on", label=_("Last used"), accessor=last_used_cell),
            CardColumn("state", label=_("Status"), accessor=state_cell),
            CardColumn("revoke", label="", accessor=self.revoke_cell),
        ]

    def revoke_cell(self, token: ApiToken) -> SafeString | str:
        if not token.is_active or not self.user_has_permission_for_instance("change", token):
            return ""
        # The link's name tells which: a list of equal links says nothing to who hears it.
        return format_html(
            '<a class="button button-small button-secondary" href="{}" aria-label="{}">{}</a>',
            reverse("api_tokens:revoke", args=[token.pk]),
            _("Revoke %(source)s") % {"source": token.source},
            _("Revoke"),
        )

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("clinic")

    def get_list_buttons(self, instance: ApiToken) -> list[Any]:
        return []


class ApiTokenCreateView(generic.CreateView):
    request: HttpRequest
    shown_once = ""

    def save_instance(self) -> ApiToken:
        self.shown_once = self.form.instance.renew()
        token: ApiToken = super().save_instance()
        return token

    def save_action(self) -> HttpResponse:
        """The page with the token, straight away: a redirect would have to keep the token somewhere."""
        return render(
            self.request,
            "leads/admin/api_token_made.html",
            {
                "token": self.object,
                "shown_once": self.shown_once,
                "header_title": str(self.object),
                "breadcrumbs_items": [
                    *self.breadcrumbs_items,
                    {"url": reverse("api_tokens:index"), "label": _("API tokens")},
                    {"url": "", "label": str(self.object)},
                ],
            },
        )


class RevokeView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks first: what uses the token is shut out from the next request on."""

    permission_required = "change"
    template_name = "leads/admin/revoke_api_token.html"
    page_title = _("Revoke")
    header_icon = "key"
    object: ApiToken

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("api_tokens:index"), "label": _("API tokens")},
            {"url": "", "label": _("Revoke")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(token=self.object, **kwargs)
        return shown

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.is_active:
            self.object.revoke(at=timezone.now())
            log(instance=self.object, action=REVOKED)
        messages.success(request, _("“%(source)s” opens nothing any more.") % {"source": self.object.source})
        return redirect("api_tokens:index")


class ApiTokenViewSet(ScopedViewSetMixin, ModelViewSet):
    model = ApiToken
    name = "api_tokens"
    url_prefix = "api-tokens"
    icon = "key"
    menu_label = _("API tokens")
    menu_order = 810
    add_to_admin_menu = True
    add_to_reference_index = False
    view_names = ("index", "index_results", "add")
    copy_view_enabled = False
    index_view_class = ApiTokenIndexView
    add_view_class = ApiTokenCreateView
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("source"),
            FieldPanel("clinic"),
            FieldPanel("origins"),
            FieldPanel("scopes"),
            FieldPanel("data_class"),
            FieldPanel("agreement_on_file"),
        ],
        base_form_class=ApiTokenForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<uuid:pk>/revoke/", self.construct_view(RevokeView), name="revoke")]


api_token_viewset = ApiTokenViewSet()
