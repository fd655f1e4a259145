"""One CRM connection: how it fares, what it would change, and the buttons of those who may change it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from integrations.access import crm_connection_policy
from integrations.crm_check import problem_of
from integrations.crm_dry_run import differences
from integrations.crm_failures import SHOWN, failing, reasons_of, send_failed_again
from integrations.models import CrmConnection
from sites.permissions import ANY


class CrmConnectionPage(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Of one connection. Subclasses say who may ask."""

    permission_required: str | None = "change"
    header_icon = "group"
    object: CrmConnection
    request: HttpRequest

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("crm_connections:index"), "label": _("CRM connections")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = crm_connection_policy.user_has_permission_for_instance(self.request.user, "change", self.object)
        shown: dict[str, Any] = super().get_context_data(connection=self.object, may_change=may_change, **kwargs)
        return shown

    def back(self) -> HttpResponse:
        return redirect("crm_connections:inspect", self.object.pk)


class CrmConnectionView(CrmConnectionPage):
    permission_required = None
    any_permission_required = ANY
    template_name = "integrations/admin/crm_connection.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            failing=list(failing([self.object])[:SHOWN]),
            reasons=reasons_of(self.object),
            known_count=self.object.records.count(),
            last_record=self.object.records.order_by("-synced_at").first(),
            is_held_back=self.object.is_held_back(at=now),
            to_erase=list(self.object.records.filter(erase_asked_at__isnull=False).order_by("erase_asked_at")[:SHOWN]),
            **kwargs,
        )


class DryRunView(CrmConnectionPage):
    """Shows people's names and addresses as the CRM would get them: for those who may change the connection."""

    template_name = "integrations/admin/crm_dry_run.html"
    page_subtitle = gettext_lazy("Dry run")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(differences=differences(self.object, now=timezone.now()), **kwargs)


class SwitchView(CrmConnectionPage):
    """Takes `dry_run`: "off" begins to send, "on" ends it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("dry_run")
        if wanted not in {"on", "off"}:
            messages.error(request, _("Choose whether the connection sends or not."))
            return self.back()
        self.object.dry_run = wanted == "on"
        self.object.save(update_fields=["dry_run"])
        log(instance=self.object, action="integrations.crm.switch", user=self.request.user, data={"dry_run": wanted})
        if self.object.dry_run:
            messages.success(request, _("Nothing is sent any more."))
        else:
            messages.success(request, _("The CRM hears of what happens from now on."))
        return self.back()


class CheckView(CrmConnectionPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        problem = problem_of(self.object, now=timezone.now())
        if problem:
            messages.error(request, _("It does not work: %(problem)s.") % {"problem": problem})
        else:
            messages.success(request, _("The CRM answered and knows us."))
        return self.back()


class SendAgainView(CrmConnectionPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = send_failed_again(self.object, now=timezone.now())
        log(instance=self.object, action="integrations.crm.replay", user=self.request.user, data={"count": count})
        told = ngettext("%(count)d sync is tried again.", "%(count)d syncs are tried again.", count)
        messages.success(request, told % {"count": count})
        return self.back()


class ErasedThereView(CrmConnectionPage):
    """Takes `record`: somebody erased by hand what it stands for. Nothing of it is known here any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        records = self.object.records.filter(erase_asked_at__isnull=False)
        chosen = [str(each.pk) for each in records if str(each.pk) == request.POST.get("record")]
        if records.filter(pk__in=chosen).delete()[0]:
            log(instance=self.object, action="integrations.crm.erased_there", user=self.request.user)
            messages.success(request, _("Noted: it is erased there."))
        return self.back()
