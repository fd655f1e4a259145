"""Endpoints in the admin: where events go. A secret is shown once, when it is made."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from integrations.access import endpoint_policy
from integrations.models import Endpoint
from integrations.signatures import new_secret
from sites.viewsets.columns import CARD_LISTING, CardColumn, link, status_tag
from sites.viewsets.scoped import ScopedViewSetMixin


class PatternListField(forms.CharField):
    """A list of event types, shown and typed one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else (value or "").split()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class EndpointForm(WagtailAdminModelForm):
    events = PatternListField(label=_("Events"), help_text=_('One type a line; "*" matches anything, as in lead.*'))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = "add" if self.instance._state.adding else "change"
        clinic = self.fields["clinic"]
        clinic.queryset = endpoint_policy.clinics_for(self.for_user, [action])
        # An endpoint of no clinic hears of all of them.
        clinic.required = not endpoint_policy.reaches_every_clinic(self.for_user, [action])


def clinic_cell(endpoint: Endpoint) -> str:
    return endpoint.clinic.name if endpoint.clinic else str(_("The network"))


def status_cell(endpoint: Endpoint) -> SafeString:
    return status_tag(endpoint.get_status_display(), is_live=endpoint.status == Endpoint.Status.ACTIVE)


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
        ]

    def name_cell(self, endpoint: Endpoint) -> str:
        if not self.user_has_permission_for_instance("change", endpoint):
            return str(endpoint)
        return link(reverse("endpoints:edit", args=[endpoint.pk]), str(endpoint))

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("clinic").defer("secrets")

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
            FieldPanel("status"),
        ],
        base_form_class=EndpointForm,
    )


endpoint_viewset = EndpointViewSet()
