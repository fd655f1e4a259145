"""One lead: who asks, what they wrote, what happened since, and what to do next."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from integrations.models import Delivery
from integrations.viewsets.receivers import receiver_of
from leads.access import lead_policy
from leads.crisis_flag import mark_seen
from leads.forms import ConsultRequestForm
from leads.matching import possible_duplicates
from leads.models import Call, ConsentRecord, ConsultRequest, ErasureRequest, Lead, LeadEvent, Stage
from leads.models.lead import LeadQuerySet
from leads.pipeline import StaleLead, add_note, move_lead
from leads.provenance import provenance
from leads.timeline import lost_reason_label, timeline
from leads.viewsets.lead_forms import MoveForm, NoteForm
from sites.permissions import ANY

WISHES = {"": "", **dict(ConsultRequestForm.PREFERRED_CONTACT)}
TIMES = {"": "", **dict(ConsultRequestForm.BEST_TIMES)}


class LeadView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows a lead. Its title has no name: titles stay in the histories of shared screens."""

    any_permission_required = ANY
    template_name = "leads/admin/lead.html"
    header_icon = "user"
    object: Lead

    def get_base_object_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_object_queryset().select_related("person", "clinic", "stage", "owner")
        return rows

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = self.object
        stages = list(Stage.objects.all())
        requests = list(ConsultRequest.objects.filter(lead=lead).order_by("-requested_at"))
        calls = list(Call.objects.filter(lead=lead))
        context: dict[str, Any] = {
            "lead": lead,
            "person": lead.person,
            "shown_name": lead.shown_name,
            "phone": lead.phone_number,
            "preferred_contact": WISHES.get(lead.person.preferred_contact, lead.person.preferred_contact),
            "best_time": TIMES.get(lead.person.best_time, lead.person.best_time),
            "lost_reason": lost_reason_label(lead.lost_reason),
            "requests_told": [(request, provenance(request)) for request in requests],
            "has_calls": bool(calls),
            "consents": ConsentRecord.objects.filter(person=lead.person).order_by("-recorded_at"),
            "erasure": ErasureRequest.objects.filter(person=lead.person).first(),
            "duplicates": possible_duplicates(lead),
            "timeline": timeline(
                LeadEvent.objects.filter(lead=lead).select_related("actor"), stages=stages, calls=calls
            ),
            "deliveries": deliveries_about([lead, lead.person, *requests, *calls]),
            "may_change": lead_policy.user_has_permission_for_instance(self.request.user, "change", lead),
        }
        context |= kwargs
        context.setdefault("move_form", MoveForm.for_lead(lead))
        context.setdefault("note_form", NoteForm())
        shown: dict[str, Any] = super().get_context_data(**context)
        return shown

    def answer(self, *, status: int, **context: Any) -> HttpResponse:
        """The page again, with a form as it was typed."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context), status=status)
        return response

    def url(self) -> str:
        return reverse("leads:inspect", args=[self.object.pk])


class LeadActionView(LeadView):
    """A form of the lead's page. Read by itself, its address leads back to the page."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.url())


class MoveLeadView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self.answer(status=422, move_form=form)
        try:
            move_lead(
                self.object,
                to=form.cleaned_data["stage"],
                actor=request.user,
                version=form.cleaned_data["version"],
                at=timezone.now(),
                lost_reason=form.cleaned_data["lost_reason"],
            )
        except StaleLead as stale:
            self.object = self.get_object()
            kept = MoveForm({**request.POST.dict(), "version": stale.version})
            return self.answer(status=409, move_form=kept, overtaken_by=stale.stage)
        messages.success(request, _("The lead is in “%(stage)s”.") % {"stage": self.object.stage.name})
        return redirect(self.url())


class NoteView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.answer(status=422, note_form=form)
        add_note(self.object, text=form.cleaned_data["text"], actor=request.user, at=timezone.now())
        messages.success(request, _("The note is in the timeline."))
        return redirect(self.url())


class CrisisSeenView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if mark_seen(self.object, actor=request.user, at=timezone.now()):
            messages.success(request, _("It is in the timeline that you looked at it."))
        return redirect(self.url())


def deliveries_about(subjects: Iterable[Model]) -> list[dict[str, Any]]:
    """What left because of a lead, its requests and calls, newest first: what, to whom, and what came of it."""
    # Bodies are encrypted and not shown: not read either.
    rows = (
        Delivery.objects.filter(event__subject_id__in=[each.pk for each in subjects])
        .select_related("event", "endpoint")
        .defer("event__bodies", "letter_values", "endpoint__secrets")
    )
    return [
        {
            "what": delivery.event.type,
            "channel": delivery.get_channel_display(),
            "receiver": receiver_of(delivery),
            "state": delivery.get_state_display(),
            "is_done": delivery.state == Delivery.State.DELIVERED,
            "at": delivery.finished_at or delivery.created_at,
        }
        for delivery in rows
    ]
