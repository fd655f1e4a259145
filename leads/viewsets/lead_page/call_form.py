"""What came of a call that staff made, and what comes next: one form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.calls.by_staff import CallOutcome, Move, NextStep
from leads.models import FollowUp, Stage
from leads.viewsets.lead_page.planned_steps import PlannedStep
from leads.viewsets.lead_page.step_forms import StepTimeForm


class CallForm(StepTimeForm):
    """`version` is the lead's as the page showed it: only a move is refused for it, never what somebody said."""

    needs_time = False

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of the call.")},
    )
    note = forms.CharField(label=_("Note"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    next_kind = forms.ChoiceField(
        label=_("Next step"), choices=FollowUp.Kind.choices, initial=FollowUp.Kind.CALL, required=False
    )
    planned_step = forms.ChoiceField(label=_("This was the planned step"), required=False)
    stage = forms.ChoiceField(label=_("Move to"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, *args: Any, steps: Sequence[PlannedStep], stages: Iterable[Stage], current: Stage, **kwargs: Any
    ) -> None:
        """`steps` and `stages` are what the page has read already. A lost stage asks for a reason: not from here."""
        super().__init__(*args, auto_id="call_%s", **kwargs)
        self.steps = {str(each.step.pk): each for each in steps}
        self.stages = {each.slug: each for each in stages if each.pk != current.pk and not each.needs_reason}
        self.offer("planned_step", _("Nothing was planned"), {key: each.words for key, each in self.steps.items()})
        self.offer("stage", _("Stay where it is"), {slug: str(each) for slug, each in self.stages.items()})

    def offer(self, name: str, empty: object, choices: Mapping[str, str]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *choices.items()]

    @property
    def next_step(self) -> NextStep | None:
        kind = self.cleaned_data["next_kind"] or FollowUp.Kind.CALL
        return NextStep(kind=kind, due_at=self.due_at) if self.due_at else None

    @property
    def done_step(self) -> FollowUp | None:
        chosen = self.steps.get(self.cleaned_data["planned_step"])
        return chosen.step if chosen else None

    @property
    def move(self) -> Move | None:
        stage, version = self.stages.get(self.cleaned_data["stage"]), self.cleaned_data["version"]
        return Move(to=stage, version=version or 0) if stage else None
