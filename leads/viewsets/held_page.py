"""One request that was held back: what it says, why it is here, and what to do with it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import held_leads_for, held_policy
from leads.models import ConsultRequest, HeldLead, LeadEvent
from leads.models.lead import LeadQuerySet
from leads.suspicion import in_words
from leads.timeline import timeline
from leads.viewsets.held_list import decide
from sites.permissions import ANY


class HeldLeadView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    any_permission_required = ANY
    template_name = "leads/admin/held_lead.html"
    header_icon = "warning"
    object: HeldLead

    def get_base_object_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_object_queryset().select_related("person", "clinic")
        return rows

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("held_leads:index"), "label": _("Held back")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = self.object
        events = LeadEvent.objects.filter(lead_id=lead.pk).select_related("actor")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "lead": lead,
            "person": lead.person,
            "phone": lead.phone_number,
            "reasons": in_words(lead.quarantine_reason),
            "requests": ConsultRequest.objects.filter(lead_id=lead.pk).order_by("-requested_at"),
            "timeline": timeline(events, stages=[]),
            "may_change": held_policy.user_has_permission_for_instance(self.request.user, "change", lead),
        }


class DecideView(HeldLeadView):
    """The buttons of the page. Read by itself, its address shows the page."""

    permission_required = "change"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = held_leads_for(request.user, ("change",)).filter(pk=self.object.pk)
        return decide(request, chosen, decision=request.POST.get("decision", ""), at=timezone.now())
