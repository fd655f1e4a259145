"""Endpoints in the admin: where events go. A secret is shown once, when it is made."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from integrations.models import Delivery, Endpoint
from integrations.signatures import new_secret
from integrations.viewsets.endpoint_form import EndpointForm
from integrations.viewsets.endpoint_page import EndpointView, RotateView, StatusView, TrialView
from integrations.viewsets.event_types import EventTypesView
from integrations.viewsets.replay_page import ReplayView
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin


def clinic_cell(endpoint: Endpoint) -> str:
    return endpoint.clinic.name if endpoint.clinic else str(_("The network"))


def status_cell(endpoint: Endpoint) -> SafeString:
    return status_tag(endpoint.get_status_display(), is_live=endpoint.status == Endpoint.Status.ACTIVE)


def health_cell(endpoint: Endpoint) -> SafeString | str:
    if endpoint.failing_since:
        told = ngettext("%(count)d, the first", "%(count)d, the first", endpoint.failures)
        return format_html("{} {}", told % {"count": endpoint.failures}, ago(endpoint.failing_since))
    return str(_("None")) if endpoint.last_succeeded_at else ""


def waiting_cell(endpoint: Any) -> SafeString | str:
    due_since = endpoint.due_since
    return ago(due_since) if due_since and due_since <= timezone.now() else ""


def last_success_cell(endpoint: Endpoint) -> SafeString | str:
    return ago(endpoint.last_succeeded_at)


class EndpointIndexView(generic.IndexView):
    table_classname = CARD_LISTING

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("name", label=_("Endpoint"), accessor=self.name_cell, classname="title"),
            CardColumn("url", label=_("Address")),
            CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell),
            CardColumn("events", label=_("Events"), accessor=lambda endpoint: ", ".join(endpoint.events)),
            CardColumn("data_class", label=_("May receive"), accessor="get_data_class_display"),
            CardColumn("status", label=_("Status"), accessor=status_cell),
            CardColumn("last_succeeded_at", label=_("Last success"), accessor=last_success_cell),
            CardColumn("health", label=_("Failures"), accessor=health_cell),
            CardColumn("waiting", label=_("Waiting since"), accessor=waiting_cell),
        ]

    def name_cell(self, endpoint: Endpoint) -> str:
        return link(reverse("endpoints:inspect", args=[endpoint.pk]), str(endpoint))

    def get_base_queryset(self) -> Any:
        waiting = Delivery.objects.filter(endpoint=OuterRef("pk"), state=Delivery.State.PENDING)
        due_since = waiting.order_by("next_attempt_at").values("next_attempt_at")[:1]
        endpoints = super().get_base_queryset().select_related("clinic").defer("secrets", "headers")
        return endpoints.annotate(due_since=Subquery(due_since))

    def get_header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().get_header_more_buttons()
        return [*buttons, Button(_("Event types"), url=reverse("endpoints:event_types"), icon_name="list-ul")]

    def get_list_buttons(self, instance: Endpoint) -> list[Any]:
        return []


class EndpointCreateView(generic.CreateView):
    request: HttpRequest

    def save_instance(self) -> Endpoint:
        self.form.instance.secrets = [new_secret()]
        endpoint: Endpoint = super().save_instance()
        return endpoint

    def save_action(self) -> HttpResponse:
        """The page with the secret, straight away: a redirect would have to keep the secret somewhere."""
        return render(
            self.request,
            "integrations/admin/endpoint_made.html",
            {
                "endpoint": self.object,
                "secret": self.object.secrets[0],
                "header_title": str(self.object),
                "breadcrumbs_items": [
                    *self.breadcrumbs_items,
                    {"url": reverse("endpoints:index"), "label": _("Endpoints")},
                    {"url": "", "label": str(self.object)},
                ],
            },
        )


class EndpointViewSet(ScopedViewSetMixin, ModelViewSet):
    model = Endpoint
    name = "endpoints"
    icon = "link"
    add_to_reference_index = False
    view_names = ("index", "index_results", "add", "edit", "history", "history_results")
    copy_view_enabled = False
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_handler = ObjectList(
        [
            FieldPanel("description"),
            FieldPanel("url"),
            FieldPanel("clinic"),
            FieldPanel("events"),
            FieldPanel("data_class"),
            FieldPanel("agreement_on_file"),
            FieldRowPanel([FieldPanel("rate_limit"), FieldPanel("rate_period")], heading=_("Rate")),
            FieldPanel("headers"),
        ],
        base_form_class=EndpointForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("event-types/", EventTypesView.as_view(), name="event_types"),
            path("<uuid:pk>/", self.construct_view(EndpointView), name="inspect"),
            path("<uuid:pk>/test/", self.construct_view(TrialView), name="test"),
            path("<uuid:pk>/status/", self.construct_view(StatusView), name="status"),
            path("<uuid:pk>/new-secret/", self.construct_view(RotateView), name="rotate"),
            path("<uuid:pk>/send-again/", self.construct_view(ReplayView), name="replay"),
            *super().get_urlpatterns(),
        ]


endpoint_viewset = EndpointViewSet()
