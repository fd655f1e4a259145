"""Planning a lead's next steps, and dealing with them."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.follow_ups import close_follow_up, move_follow_up, plan_follow_up
from leads.models import FollowUp
from leads.viewsets.lead_page.page import LeadActionView
from leads.viewsets.lead_page.step_forms import PlanStepForm, StepTimeForm
from leads.viewsets.toasts import say


class PlanStepView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        now, zone = timezone.now(), self.object.clinic.zone
        form = PlanStepForm(request.POST, at=now, zone=zone, auto_id="plan_%s")
        if not form.is_valid() or form.due_at is None:
            return self.answer(status=422, plan_form=form)
        values = form.cleaned_data
        plan_follow_up(
            self.object,
            kind=values["kind"],
            due_at=form.due_at,
            note=values["step_note"],
            owner=None,
            actor=request.user,
            at=now,
        )
        say(request, _("The next step is planned."))
        return redirect(self.url())


class DecisionForm(forms.Form):
    """`decision`: "move", or a value of `FollowUp.Outcome`."""

    step = forms.UUIDField()
    decision = forms.ChoiceField(choices=[("move", ""), *FollowUp.Outcome.choices])


class StepView(LeadActionView):
    """One step: done, taken off, or at another time."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = DecisionForm(request.POST)
        if not chosen.is_valid():
            return self.answer(status=422, step_error=_("Choose what to do with the step."))
        step = get_object_or_404(FollowUp, pk=chosen.cleaned_data["step"], lead=self.object)
        step.lead = self.object
        decision = chosen.cleaned_data["decision"]
        if decision == "move":
            return self.move(request, step)
        closed = close_follow_up(step, outcome=decision, actor=request.user, at=timezone.now())
        done = _("The step is done.") if decision == FollowUp.Outcome.DONE else _("The step is taken off.")
        return self.dealt_with(request, done if closed else "")

    def move(self, request: Any, step: FollowUp) -> HttpResponse:
        now = timezone.now()
        form = StepTimeForm(request.POST, at=now, zone=self.object.clinic.zone)
        if not form.is_valid() or form.due_at is None:
            errors = [error for errors in form.errors.values() for error in errors]
            return self.answer(status=422, step_error=" ".join(map(str, errors)))
        moved = move_follow_up(step, due_at=form.due_at, actor=request.user, at=now)
        return self.dealt_with(request, _("The step has another time.") if moved or step.is_open else "")

    def dealt_with(self, request: Any, done: str) -> HttpResponse:
        """Empty `done`: somebody else was quicker, which the timeline tells."""
        say(request, done or _("Somebody dealt with this step meanwhile; the timeline says who."))
        return redirect(self.url())
