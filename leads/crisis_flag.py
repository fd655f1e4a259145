"""A lead of somebody who may be in a crisis: flagged for a person, and looked at by one. Both are in the timeline."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from leads.models import Lead, LeadEvent
from staff.models import StaffUser


def flagging(lead: Lead, phrases: Sequence[str], *, cause: Mapping[str, str], at: datetime) -> LeadEvent:
    """Flag the lead and return the entry for its timeline, not yet saved. Also one that was looked at before.

    The words stand encrypted in the entry's text and nowhere else.

    Args:
        cause: where they were written: {"consult_request": id} or {"message": id}.
    """
    lead.crisis_flagged_at, lead.crisis_seen_at = at, None
    Lead.including_quarantine.filter(pk=lead.pk).update(crisis_flagged_at=at, crisis_seen_at=None)
    return LeadEvent(
        lead=lead,
        kind=LeadEvent.Kind.CRISIS_FLAGGED,
        occurred_at=at,
        data=cause,
        text=", ".join(phrases),
    )


@transaction.atomic
def mark_seen(lead: Lead, *, actor: StaffUser, at: datetime) -> bool:
    """Say that `actor` looked at it: kept with who and when. Safe to repeat; False: there was nothing to look at."""
    waiting = Lead.including_quarantine.waiting_for_a_look().filter(pk=lead.pk)
    if not waiting.update(crisis_seen_at=at):
        return False
    lead.crisis_seen_at = at
    LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.CRISIS_SEEN, actor=actor, occurred_at=at)
    return True
