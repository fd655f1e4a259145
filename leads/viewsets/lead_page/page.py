"""One lead: who asks, what they wrote, what happened since, and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy
from leads.consents_in_force import consents_of
from leads.erasing.refusal import LeadErased
from leads.models import ConsultRequest, FollowUp, Lead, Stage
from leads.models.lead import LeadQuerySet
from leads.people.holding import PersonIsGone
from leads.provenance import provenance
from leads.related_leads import related_leads
from leads.timeline_page import in_words, timeline_page
from leads.viewsets.about_person import about_person
from leads.viewsets.lead_forms import MoveForm, NoteForm, mark_lost
from leads.viewsets.lead_page.call_form import CallForm
from leads.viewsets.lead_page.deliveries import deliveries_about
from leads.viewsets.lead_page.facts import facts_of
from leads.viewsets.lead_page.planned_steps import PlannedStep, planned_steps
from leads.viewsets.lead_page.step_forms import PlanStepForm
from leads.viewsets.owner_form import AssignForm, possible_owners_of
from protection.identifiers import uuid7
from sites.permissions import ANY

MOST_REQUESTS = 20
MOST_CONSENTS = 20


class LeadView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows a lead. Its title has no name: titles stay in the histories of shared screens."""

    any_permission_required = ANY
    template_name = "leads/admin/lead.html"
    header_icon = "user"
    object: Lead

    def get_base_object_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_object_queryset()
        return rows.select_related("person__erasure_request", "clinic", "stage", "owner", "answered_by")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("leads:index"), "label": gettext_lazy("Leads")},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead, user, now = self.object, self.request.user, timezone.now()
        requests = list(ConsultRequest.objects.filter(lead=lead).order_by("-requested_at")[:MOST_REQUESTS])
        may_change = not lead.erased_at and lead_policy.user_has_permission_for_instance(user, "change", lead)
        entries = timeline_page(lead, stages=self.stages, staff=self.possible_owners if may_change else ())
        related = related_leads(lead, user=user)
        about = about_person(lead, user)
        context: dict[str, Any] = {
            "lead": lead,
            "person": lead.person,
            "facts": facts_of(lead, forbidden=about["do_not_contact"], at=now),
            "requests_told": [(request, provenance(request)) for request in requests],
            "has_calls": any(event.data.get("call") for event in entries.events),
            "consents": consents_of(lead.person).order_by("-recorded_at")[:MOST_CONSENTS],
            "erasure": getattr(lead.person, "erasure_request", None),
            "duplicates": related.duplicates,
            "inquiries": related.inquiries,
            "timeline": entries,
            "deliveries": deliveries_about(
                [lead.pk, lead.person_id, *(request.pk for request in requests), *entries.subjects]
            ),
            "may_change": may_change,
            "steps": self.steps,
        }
        context |= about | kwargs
        if may_change:
            context = self.new_forms() | context
        shown: dict[str, Any] = super().get_context_data(**context)
        return shown

    def new_forms(self) -> dict[str, Any]:
        lead = self.object
        key = {"key": str(uuid7())}
        move_form = MoveForm.for_lead(lead)
        move_form.fields["stage"].choices = [(stage.pk, str(stage)) for stage in self.stages]  # type: ignore[attr-defined]
        mark_lost(move_form, self.stages)
        assign_form = AssignForm.for_lead(lead)
        names = [(owner.pk, str(get_user_display_name(owner))) for owner in self.possible_owners]
        assign_form.fields["owner"].choices = [("", _("Nobody")), *names]  # type: ignore[attr-defined]
        # Who called as planned should not have to say so.
        planned = next((each.step.pk for each in self.steps if each.step.kind == FollowUp.Kind.CALL), "")
        return {
            "move_form": move_form,
            "assign_form": assign_form,
            "note_form": NoteForm(initial=key),
            "call_form": self.call_form(initial={"version": lead.version, "planned_step": planned, **key}),
            "plan_form": PlanStepForm(at=timezone.now(), zone=lead.clinic.zone, auto_id="plan_%s"),
        }

    def call_form(self, data: Any = None, **kwargs: Any) -> CallForm:
        lead = self.object
        return CallForm(
            data,
            at=timezone.now(),
            zone=lead.clinic.zone,
            steps=self.steps,
            stages=self.stages,
            current=lead.stage,
            **kwargs,
        )

    @cached_property
    def possible_owners(self) -> list[Any]:
        return list(possible_owners_of(self.object))

    @cached_property
    def stages(self) -> list[Stage]:
        return list(Stage.objects.all())

    @cached_property
    def steps(self) -> list[PlannedStep]:
        return planned_steps(self.object, at=timezone.now())

    def answer(self, *, status: int, stale: Any = None, **context: Any) -> HttpResponse:
        """The page again, with a form as it was typed; of a refused change with what was done meanwhile, and by whom.

        Args:
            stale: the StaleLead that refused it; the lead is as it is now.
        """
        if stale:
            entry = stale.last_change
            context["overtaken"] = {
                "stage": stale.stage,
                "what": in_words(entry) if entry else "",
                "who": entry.actor if entry else None,
                "at": entry.occurred_at if entry else None,
            }
        response: HttpResponse = self.render_to_response(self.get_context_data(**context), status=status)
        return response

    def url(self) -> str:
        return reverse("leads:inspect", args=[self.object.pk])


class LeadActionView(LeadView):
    """A form of the lead's page. Read by itself, its address leads back to the page; of one that was erased always."""

    permission_required = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.erased_at:
            return self.erased()
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        except (LeadErased, PersonIsGone):  # while we looked
            return self.erased()
        return response

    def erased(self) -> HttpResponse:
        """The page says it; a script that asked for JSON is told."""
        self.audits_itself = True  # nothing was changed
        words = _("This person was erased. Nothing was saved.")
        if self.request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse({"what": words, "fields": []}, status=410)
        if self.request.method == "POST":
            messages.error(self.request, words)
        return redirect(self.url())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.url())
