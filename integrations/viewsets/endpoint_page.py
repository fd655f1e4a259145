"""One endpoint: how it fares, and what staff do with it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from integrations.access import endpoint_policy
from integrations.endpoint_status import change_status
from integrations.models import Delivery, Endpoint
from integrations.rotation import rotate_secret
from integrations.trial_event import ask_for_trial_event
from protection.limits import seconds_for_program
from sites.permissions import ANY

# A million rows are not counted for a page.
COUNTED = 1_000


class EndpointPage(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Of one endpoint. Subclasses say who may ask, by `permission_required` or `any_permission_required`."""

    permission_required: str | None = "change"
    header_icon = "link"
    object: Endpoint
    request: HttpRequest

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("endpoints:index"), "label": _("Endpoints")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(endpoint=self.object, **kwargs)
        return shown

    def back(self) -> HttpResponse:
        return redirect("endpoints:inspect", self.object.pk)


class EndpointView(EndpointPage):
    permission_required = None
    any_permission_required = ANY
    template_name = "integrations/admin/endpoint.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        waiting = self.object.deliveries.filter(state=Delivery.State.PENDING)
        oldest = waiting.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
        count = waiting.order_by()[: COUNTED + 1].count()
        return super().get_context_data(
            may_change=endpoint_policy.user_has_permission_for_instance(self.request.user, "change", self.object),
            header_names=list(self.object.headers),
            waiting=f"{COUNTED}+" if count > COUNTED else count,
            due_since=oldest if oldest and oldest <= now else None,
            held_back=self.object.held_back_until is not None and self.object.held_back_until > now,
            overlaps=len(self.object.secrets_at(now)) > 1,
            **kwargs,
        )


class TrialView(EndpointPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait_seconds := seconds_for_program(request, "trial-event", who=str(self.object.pk)):
            messages.error(request, _("Too many test events. Wait %(seconds)d seconds.") % {"seconds": wait_seconds})
            return self.back()
        delivery = ask_for_trial_event(self.object, now=timezone.now())
        log(instance=self.object, action="integrations.endpoint.test", user=request.user)
        return redirect("deliveries:inspect", delivery.pk)


class StatusView(EndpointPage):
    """Takes `status` and, for those who wonder later, `reason`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        status = request.POST.get("status", "")
        if status not in Endpoint.Status.values:
            messages.error(request, _("Choose whether the endpoint is active, paused or disabled."))
            return self.back()
        change_status(
            self.object, Endpoint.Status(status), reason=request.POST.get("reason", "").strip(), at=timezone.now()
        )
        log(instance=self.object, action="integrations.endpoint.status", user=request.user, data={"status": status})
        messages.success(request, _("The endpoint is now: %(status)s.") % {"status": self.object.get_status_display()})
        return self.back()


class RotateView(EndpointPage):
    """Asks first, then shows the new secret once."""

    template_name = "integrations/admin/rotate_secret.html"
    page_subtitle = gettext_lazy("New secret")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not endpoint_policy.user_has_permission_for_instance(request.user, "change", self.object):
            raise PermissionDenied
        secret = rotate_secret(self.object, at=timezone.now())
        log(instance=self.object, action="integrations.endpoint.rotate", user=request.user)
        # Straight away: a redirect would have to keep the secret somewhere.
        shown = self.get_context_data(secret=secret, header_title=str(self.object))
        response = render(request, "integrations/admin/endpoint_made.html", shown)
        response["Cache-Control"] = "no-store"
        return response
