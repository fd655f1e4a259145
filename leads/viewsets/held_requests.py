"""Requests that could not be brought in: a list, and a page for each, from which it goes to a clinic or aside."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.access import lead_policy
from leads.models import HeldRequest
from leads.spool.records import Unreadable
from leads.spool.releasing import release, request_in, set_aside
from sites.models import Clinic
from sites.permissions import User


def looks_after_held_requests(user: User) -> bool:
    """They belong to no clinic, so only those who work the leads of every clinic see them."""
    return lead_policy.reaches_every_clinic(user, ("change",))


class ReleaseForm(forms.Form):
    clinic = forms.ModelChoiceField(
        queryset=Clinic.objects.filter(status=Clinic.Status.OPEN),
        label=gettext_lazy("Clinic"),
        empty_label=gettext_lazy("Choose a clinic"),
    )


class OfNetworkMixin(WagtailAdminTemplateMixin):
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not looks_after_held_requests(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class HeldRequestsView(OfNetworkMixin, TemplateView):
    page_title = gettext_lazy("Requests that need a clinic")
    template_name = "leads/admin/held_requests.html"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
        {"url": "", "label": gettext_lazy("Requests that need a clinic")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = HeldRequest.objects.select_related("lead")
        closed = rows.filter(closed_at__isnull=False).order_by("-closed_at")[:50]
        return super().get_context_data(waiting=rows.waiting()[:500], closed=closed, **kwargs)


class HeldRequestView(OfNetworkMixin, TemplateView):
    template_name = "leads/admin/held_request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = ReleaseForm(request.POST or None)

    def get_page_title(self) -> str:
        return str(self.held)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        up = {"url": reverse("held_requests"), "label": _("Requests that need a clinic")}
        return [*self.breadcrumbs_items, up, {"url": "", "label": str(self.held)}]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self.held = get_object_or_404(HeldRequest.objects.select_related("lead__clinic"), pk=pk)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self.held = get_object_or_404(HeldRequest, pk=pk)
        if self.held.lead_id:
            return redirect("held_request", pk)
        if "set_aside" in request.POST:
            set_aside(self.held, by_id=request.user.pk, at=timezone.now())
            messages.success(request, _("Set aside. It is kept and can still be given to a clinic."))
            return redirect("held_requests")
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            stored = release(
                self.held, clinic=self.form.cleaned_data["clinic"], by_id=request.user.pk, at=timezone.now()
            )
        except Unreadable:
            messages.error(request, _("It cannot be read with the keys of this installation. Nothing was changed."))
            return redirect("held_request", pk)
        messages.success(request, _("Given to the clinic."))
        return (
            redirect("leads:inspect", stored.lead_id)
            if not stored.lead.quarantine_reason
            else redirect("held_requests")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            sent = request_in(self.held) if not self.held.lead_id else None
        except Unreadable:
            sent = None
        return super().get_context_data(held=self.held, sent=sent, form=self.form, **kwargs)


urlpatterns = [
    path("leads/held/", HeldRequestsView.as_view(), name="held_requests"),
    path("leads/held/<uuid:pk>/", HeldRequestView.as_view(), name="held_request"),
]
