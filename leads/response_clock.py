"""The clock of a lead's first answer: it starts with each request and stops when staff first call or write."""

from datetime import datetime, timedelta

from leads.models import Lead
from staff.models import StaffUser

DUE_SOON = timedelta(minutes=30)


def stop_clock(lead: Lead, *, actor: StaffUser, at: datetime) -> bool:
    """Note that `actor` answered, unless somebody did before. Returns whether it was this. Updates `lead`; repeatable.

    It moves no version: whoever looks at the lead may still move it.
    """
    stopped = Lead.objects.filter(pk=lead.pk, answered_at=None).update(answered_at=at, answered_by=actor)
    if stopped:
        lead.answered_at, lead.answered_by = at, actor
    return bool(stopped)
