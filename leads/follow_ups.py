"""The next steps of a lead: planned, done, taken off. The earliest open one stands on the lead, for the queue."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from leads.erasing.refusal import refuse_erased
from leads.models import FollowUp, Lead, LeadEvent
from staff.models import StaffUser


@transaction.atomic
def plan_follow_up(
    lead: Lead, *, kind: str, due_at: datetime, owner: StaffUser | None, actor: StaffUser, at: datetime, note: str = ""
) -> FollowUp:
    """Plan a next step and enter it in the timeline. Not safe to repeat.

    Args:
        kind: a value of `FollowUp.Kind`.
        owner: whose it is; None: the lead's owner's, whoever that is by then.

    Raises:
        LeadErased
    """
    refuse_erased(lead)
    step = FollowUp.objects.create(
        lead=lead, kind=kind, due_at=due_at, owner=owner, created_by=actor, created_at=at, note=note.strip()
    )
    data = {"follow_up": str(step.pk), "kind": kind, "due_at": due_at.isoformat()}
    enter_step(lead, LeadEvent.Kind.FOLLOW_UP_PLANNED, actor=actor, at=at, data=data, text=note)
    return step


@transaction.atomic
def close_follow_up(step: FollowUp, *, outcome: str, actor: StaffUser | None, at: datetime) -> bool:
    """Mark a next step as done or taken off. Returns whether it was open; safe to repeat.

    Args:
        outcome: a value of `FollowUp.Outcome`.
    """
    if not FollowUp.objects.filter(pk=step.pk, outcome="").update(outcome=outcome, closed_at=at, closed_by=actor):
        return False
    done = outcome == FollowUp.Outcome.DONE
    kind = LeadEvent.Kind.FOLLOW_UP_DONE if done else LeadEvent.Kind.FOLLOW_UP_CANCELLED
    enter_step(step.lead, kind, actor=actor, at=at, data={"follow_up": str(step.pk), "kind": step.kind})
    return True


@transaction.atomic
def move_follow_up(step: FollowUp, *, due_at: datetime, actor: StaffUser, at: datetime) -> bool:
    """Give an open next step another time. Returns whether it was open and had another one; safe to repeat."""
    before = step.due_at
    still_open = FollowUp.objects.filter(pk=step.pk, outcome="").exclude(due_at=due_at)
    # It is to be reminded of again.
    if not still_open.update(due_at=due_at, reminded_at=None):
        return False
    step.due_at, step.reminded_at = due_at, None
    data = {
        "follow_up": str(step.pk),
        "kind": step.kind,
        "due_at": due_at.isoformat(),
        "due_at_before": before.isoformat(),
    }
    enter_step(step.lead, LeadEvent.Kind.FOLLOW_UP_PLANNED, actor=actor, at=at, data=data)
    return True


def enter_step(
    lead: Lead,
    kind: LeadEvent.Kind,
    *,
    actor: StaffUser | None,
    at: datetime,
    data: Mapping[str, object],
    text: str = "",
) -> None:
    LeadEvent.objects.create(lead=lead, kind=kind, actor=actor, occurred_at=at, data=data, text=text.strip())
    keep_next_step(lead)


def keep_next_step(lead: Lead) -> None:
    """Write the earliest open step's time to the lead."""
    earliest = FollowUp.objects.filter(lead=lead, outcome="").aggregate(at=Min("due_at"))["at"]
    Lead.objects.filter(pk=lead.pk).update(next_step_at=earliest)
    lead.next_step_at = earliest
