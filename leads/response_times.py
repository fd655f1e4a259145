"""How long a clinic takes to answer, measured: what its forms may say of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Min, Q
from django.utils import timezone

from integrations.jobs import job
from leads.models import Lead, LeadEvent
from sites.answer_times import open_time_of
from sites.models import Clinic

MEASURED_FOR = timedelta(days=90)
FEWEST_ANSWERS = 20
# What counts as an answer: somebody of the staff did something about the lead.
ANSWERS = Q(
    events__actor__isnull=False,
    events__kind__in=[
        LeadEvent.Kind.STAGE_CHANGED,
        LeadEvent.Kind.NOTE,
        LeadEvent.Kind.CALL,
        LeadEvent.Kind.CALL_MADE,
        LeadEvent.Kind.MESSAGE_SENT,
    ],
)


def measure_clinic(clinic: Clinic, *, at: datetime) -> int | None:
    """The median of open minutes from a lead of the last ninety days to the first thing that staff did about it.

    None with fewer than twenty answers. Needs the clinic's hours; changes nothing.
    """
    hours = open_time_of(clinic)
    leads = Lead.objects.filter(clinic=clinic, created_at__gt=at - MEASURED_FOR, created_at__lte=at).order_by()
    answered, waiting = [], []
    leads = leads.annotate(first_answered_at=Min("events__occurred_at", filter=ANSWERS))
    for created_at, answered_at in leads.values_list("created_at", "first_answered_at"):
        if answered_at:
            answered.append(hours.between(created_at, answered_at))
        else:
            waiting.append(hours.between(created_at, at))
    if len(answered) < FEWEST_ANSWERS:
        return None
    median = median_wait(answered, waiting)
    return ceil(median / timedelta(minutes=1)) if median is not None else None


def median_wait(answered: Iterable[timedelta], waiting: Iterable[timedelta]) -> timedelta | None:
    """After which time half of the people have their answer; None where more than half wait still.

    Kaplan and Meier's estimate. Whoever waits counts for as long as they have waited: without them a clinic that
    answers every third person at once would look quick.
    """
    ends = sorted([(wait, True) for wait in answered] + [(wait, False) for wait in waiting], key=lambda end: end[0])
    unanswered = 1.0
    for number, (wait, is_answer) in enumerate(ends):
        at_risk = len(ends) - number
        if is_answer:
            unanswered *= (at_risk - 1) / at_risk
        if unanswered <= 0.5 + 1e-9:  # sums of fractions miss a half by a hair
            return wait
    return None


@job
def measure_response_times() -> int:
    """Every few hours, by the schedule in the settings. Returns how many clinics have a measure. Repeatable."""
    now = timezone.now()
    measured = 0
    for clinic in Clinic.objects.shown().with_contact_details():
        minutes = measure_clinic(clinic, at=now)
        Clinic.objects.filter(pk=clinic.pk).update(measured_response_minutes=minutes, response_measured_at=now)
        measured += minutes is not None
    return measured
