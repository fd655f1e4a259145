"""When the next step is due, chosen by one click or typed; and planning one."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from leads.models import FollowUp
from leads.step_times import MORNING, StepTime, quick_times

FARTHEST = timedelta(days=730)


class StepTimeForm(forms.Form):
    """`at` and `zone` say what "tomorrow" means: at nine by the clinic's clock. Valid: `due_at`, None where none was
    chosen."""

    needs_time = True

    when = forms.ChoiceField(label=_("When"), required=False, widget=forms.RadioSelect)
    date = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    due_at: datetime | None = None

    def __init__(self, *args: Any, at: datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.zone = at, zone
        self.times = quick_times(at=at, zone=zone)
        choices = [] if self.needs_time else [("", str(_("No next step")))]
        choices += [(each.value, self.label_of(each)) for each in StepTime]
        self.fields["when"].choices = choices  # type: ignore[attr-defined]

    def label_of(self, choice: StepTime) -> str:
        """ "Tomorrow: Thu 9 a.m."."""
        due_at = self.times.get(choice)
        form = "D N j, P" if choice == StepTime.NEXT_WEEK else "D P"
        return f"{choice.label}: {date_format(due_at, form)}" if due_at else str(choice.label)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("when") or ("" if "when" in self.errors else self.chosen_by_date(data))
        if {"when", "date", "time"} & set(self.errors):
            return data
        if chosen == StepTime.CHOSEN:
            self.due_at = self.typed_time(data)
        elif chosen:
            self.due_at = self.times[StepTime(chosen)]
        elif self.needs_time:
            self.add_error("when", _("Choose when."))
        return data

    def chosen_by_date(self, data: dict[str, Any]) -> str:
        """Who typed a date need not press "Another time" too."""
        return StepTime.CHOSEN if data.get("date") else ""

    def typed_time(self, data: dict[str, Any]) -> datetime | None:
        day, clock = data.get("date"), data.get("time") or MORNING
        today = self.at.astimezone(self.zone).date()
        if day is None:
            self.add_error("date", _("Choose the day."))
            return None
        # Before it is put together: the calendar's ends have no time in another zone.
        if not today <= day <= today + FARTHEST:
            self.add_error("date", _("Choose a day from today on, within two years."))
            return None
        due_at = datetime.combine(day, time(clock.hour, clock.minute), tzinfo=self.zone)
        if due_at <= self.at:
            self.add_error("time", _("That is over. Choose a later time."))
            return None
        return due_at


class PlanStepForm(StepTimeForm):
    kind = forms.ChoiceField(label=_("What"), choices=FollowUp.Kind.choices, initial=FollowUp.Kind.CALL)
    step_note = forms.CharField(label=_("Note"), max_length=1_000, required=False)

    field_order = ["kind", "when", "date", "time", "step_note"]
