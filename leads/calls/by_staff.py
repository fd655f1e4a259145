"""A call that staff made: what came of it, what was said, and the next step, stored together."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from integrations import outbox
from leads.calls.events import call_made
from leads.entry_keys import entry_id
from leads.erasing.refusal import refuse_erased
from leads.follow_ups import close_follow_up, plan_follow_up
from leads.models import FollowUp, Lead, LeadEvent, Stage
from leads.pipeline import move_lead
from leads.response_clock import stop_clock
from staff.models import StaffUser


class CallOutcome(TextChoices):
    REACHED = "reached", _("Reached")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


@dataclass(frozen=True)
class NextStep:
    kind: str
    """A value of `FollowUp.Kind`."""
    due_at: datetime
    note: str = ""


@dataclass(frozen=True)
class Move:
    to: Stage
    version: int
    """The lead's that the actor looked at."""


@transaction.atomic
def log_call_made(
    lead: Lead,
    *,
    outcome: str,
    actor: StaffUser,
    at: datetime,
    note: str = "",
    next_step: NextStep | None = None,
    done_step: FollowUp | None = None,
    move: Move | None = None,
    key: str = "",
) -> LeadEvent:
    """Enter a call in the timeline, stop the response clock, announce it, plan what comes next and move the lead: all,
    or nothing. Safe to repeat with the same `key`, outcome and note: see `leads.entry_keys`.

    Args:
        outcome: a value of `CallOutcome`.
        note: encrypted: it may be about health.
        done_step: the next step that this call was.

    Raises:
        StaleLead, LostReasonMissing, MoveNotAllowed: as `move_lead`.
        LeadErased
    """
    refuse_erased(lead)
    note = note.strip()
    entry, is_new = LeadEvent.objects.get_or_create(
        pk=entry_id(lead, key=key, text=f"{outcome}\x1f{note}"),
        defaults={
            "lead": lead,
            "kind": LeadEvent.Kind.CALL_MADE,
            "actor": actor,
            "occurred_at": at,
            "data": {"outcome": outcome},
            "text": note,
        },
    )
    if not is_new:
        return entry
    if move:
        move_lead(lead, to=move.to, actor=actor, version=move.version, at=at)
    stop_clock(lead, actor=actor, at=at)
    if done_step:
        close_follow_up(done_step, outcome=FollowUp.Outcome.DONE, actor=actor, at=at)
    if next_step:
        plan_follow_up(
            lead,
            kind=next_step.kind,
            due_at=next_step.due_at,
            note=next_step.note,
            owner=None,
            actor=actor,
            at=at,
        )
    outbox.publish(call_made(entry, lead), occurred_at=at)
    return entry
