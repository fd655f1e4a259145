"""The open next steps of a lead, each with a form that gives it another time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from leads.models import FollowUp, Lead
from leads.viewsets.lead_page.step_forms import StepTimeForm

MOST_SHOWN = 20


@dataclass(frozen=True)
class PlannedStep:
    step: FollowUp
    due: str
    """By the clinic's clock."""
    is_over: bool
    time_form: StepTimeForm

    @property
    def words(self) -> str:
        """ "Call, Nov. 26, 2026, 9 a.m."."""
        return f"{self.step.get_kind_display()}, {self.due}"


def planned_steps(lead: Lead, *, at: datetime) -> list[PlannedStep]:
    """Earliest first. One query; `lead.clinic` should be loaded."""
    zone = lead.clinic.zone
    steps = FollowUp.objects.filter(lead=lead, outcome="").select_related("owner")[:MOST_SHOWN]
    return [
        PlannedStep(
            step=step,
            due=date_format(localtime(step.due_at, zone), "DATETIME_FORMAT"),
            is_over=step.due_at < at,
            time_form=StepTimeForm(at=at, zone=zone, auto_id=f"step_{number}_%s"),
        )
        for number, step in enumerate(steps)
    ]
