"""The delivery log: what left, to whom, and what came of it."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView, View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from integrations.access import delivery_policy, endpoint_policy
from integrations.catalogue import TRIAL
from integrations.models import Delivery, Endpoint
from integrations.models.delivery import DeliveryQuerySet
from integrations.viewsets import sent_request
from integrations.viewsets.receivers import receiver_of
from integrations.viewsets.replay_page import replay_one
from sites.models import Clinic
from sites.permissions import ANY
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin


def without_contents(deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
    """With event, clinic and endpoint, and without what is encrypted and not shown."""
    return deliveries.select_related("event__clinic", "endpoint", "crm_connection").defer(
        "event__bodies", "letter_values", "endpoint__secrets", "endpoint__headers", "crm_connection__credentials"
    )


def clinics_of_user(request: HttpRequest) -> QuerySet[Clinic]:
    return delivery_policy.clinics_for(request.user)


def endpoints_of_user(request: HttpRequest) -> QuerySet[Endpoint]:
    return endpoint_policy.scope(Endpoint.objects.defer("secrets", "headers"), request.user)


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(choices=Delivery.State.choices, label=_("State"))
    channel = django_filters.MultipleChoiceFilter(choices=Delivery.Channel.choices, label=_("Channel"))
    clinic = django_filters.ModelChoiceFilter(
        field_name="event__clinic", queryset=clinics_of_user, label=_("Clinic"), empty_label=_("All")
    )

    endpoint = django_filters.ModelChoiceFilter(queryset=endpoints_of_user, label=_("Endpoint"), empty_label=_("All"))

    class Meta:
        model = Delivery
        fields: list[str] = []


def event_cell(delivery: Delivery) -> SafeString:
    return link(reverse("deliveries:inspect", args=[delivery.pk]), delivery.event.type)


def clinic_cell(delivery: Delivery) -> str:
    return delivery.event.clinic.name if delivery.event.clinic else str(_("The network"))


def state_cell(delivery: Delivery) -> SafeString:
    return status_tag(delivery.get_state_display(), is_live=delivery.state == Delivery.State.PENDING)


def next_attempt_cell(delivery: Delivery) -> str:
    at = delivery.next_attempt_at
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


class DeliveryIndexView(generic.IndexView):
    table_classname = CARD_LISTING
    columns = [
        CardColumn("event", label=_("Event"), accessor=event_cell, classname="title"),
        CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell),
        CardColumn("channel", label=_("Channel"), accessor="get_channel_display"),
        CardColumn("receiver", label=_("Receiver"), accessor=receiver_of),
        CardColumn("state", label=_("State"), accessor=state_cell),
        CardColumn("attempts_made", label=_("Attempts")),
        CardColumn("created_at", label=_("Made"), accessor=lambda delivery: ago(delivery.created_at)),
        CardColumn("next_attempt_at", label=_("Next attempt"), accessor=next_attempt_cell),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> DeliveryQuerySet:
        return without_contents(super().get_base_queryset())

    def get_list_buttons(self, instance: Delivery) -> list[Any]:
        return []


class DeliveryView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    any_permission_required = ANY
    template_name = "integrations/admin/delivery.html"
    header_icon = "mail"
    object: Delivery

    def get_base_object_queryset(self) -> DeliveryQuerySet:
        return without_contents(super().get_base_object_queryset())

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deliveries:index"), "label": _("Deliveries")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["delivery"] = self.object
        context["receiver"] = receiver_of(self.object)
        context["is_trial"] = self.object.event.type == TRIAL.name
        endpoint = self.object.endpoint
        # A clinic sees its part of what the network's endpoints hear, and not what passes between us and them.
        sees_exchange = endpoint is not None and self._may(ANY, endpoint)
        shows_responses = sees_exchange and sent_request.shows_responses(self.object)
        attempts = self.object.attempts.all() if shows_responses else self.object.attempts.defer("response_excerpt")
        context["attempts"] = [
            {
                "row": attempt,
                "headers": sent_request.request_headers(self.object, attempt) if sees_exchange else [],
                "response": attempt.response_excerpt if shows_responses else "",
            }
            for attempt in attempts
        ]
        context["withholds_responses"] = sees_exchange and not shows_responses
        if sees_exchange and not self.object.event.emptied_at:
            context["body"] = sent_request.request_body(self.object)
        context["endpoint"] = endpoint if sees_exchange else None
        has_contents = self.object.state != Delivery.State.PENDING and not self.object.event.emptied_at
        context["may_replay"] = endpoint is not None and has_contents and self._may(["change"], endpoint)
        return context

    def _may(self, actions: Sequence[str], endpoint: Endpoint) -> bool:
        return endpoint_policy.user_has_any_permission_for_instance(self.request.user, actions, endpoint)


class ReplayOneView(PermissionCheckedMixin, BaseObjectMixin, View):
    """For those who may see the delivery and change its endpoint."""

    any_permission_required = ANY
    http_method_names = ["post"]
    object: Delivery

    def get_base_object_queryset(self) -> DeliveryQuerySet:
        return without_contents(super().get_base_object_queryset())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        endpoint = self.object.endpoint
        if endpoint is None or not endpoint_policy.user_has_permission_for_instance(request.user, "change", endpoint):
            raise PermissionDenied
        return replay_one(request, self.object)


class DeliveryViewSet(ScopedViewSetMixin, ModelViewSet):
    model = Delivery
    name = "deliveries"
    icon = "mail"
    add_to_reference_index = False
    view_names = ("index", "index_results", "inspect")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = DeliveryIndexView
    filterset_class = DeliveryFilterSet
    list_per_page = 50

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.construct_view(DeliveryView), name="inspect"),
            path("<uuid:pk>/send-again/", self.construct_view(ReplayOneView), name="replay"),
        ]


delivery_viewset = DeliveryViewSet()
