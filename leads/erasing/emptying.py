"""What goes from each kind of row. What is not named here stays: ids, the clinic, the stage, times, counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from leads.erasing.extent import Extent
from leads.models import FollowUp, Household, Lead, LeadEvent, Person, Stage
from leads.pipeline import LostReason

NOBODY = {
    "full_name": "",
    "email": "",
    "phone": "",
    "phone_extension": "",
    "preferred_contact": "",
    "best_time": "",
    "state": "",
    "communication_needs": "",
    "household": None,
}
# The words that were agreed to stay with when, how and whether; the page is the sender's word and may say anything.
EMPTY_CONSENT = {"page": ""}
EMPTY_REQUEST: Mapping[str, Any] = {
    "full_name": "",
    "email": "",
    "phone_typed": "",
    "preferred_contact": "",
    "best_time": "",
    "message": "",
    "answers": [],
    # Keyed, but of what they wrote: the same key again is refused from now on.
    "digest": "",
    "page": "",
    "block": "",
    "consult_form": "",
    "page_revision": "",
    "campaign": {},
    "attribution": {},
}
EMPTY_MESSAGE = {"address": "", "subject": "", "body": ""}
# By the service's own id, the call could be looked up there.
EMPTY_CALL = {"number": "", "number_sent": "", "call_id": "", "source": ""}


def empty(extent: Extent, *, at: datetime) -> None:
    """Empty or delete every row of `extent` but events and what CRMs know. Repeatable; in the caller's transaction.

    Rows that are append-only are emptied here and nowhere else.
    """
    # First whatever is found by names and addresses.
    extent.drafts.delete()
    extent.held_requests.update(record=None, sealed="")
    extent.held_requests.filter(closed_at=None).update(closed_at=at)
    extent.calls.update(**EMPTY_CALL)
    extent.requests.update(**EMPTY_REQUEST)
    extent.messages.update(**EMPTY_MESSAGE)
    extent.consents.update(**EMPTY_CONSENT)
    extent.merges.update(before={})
    extent.status_updates.delete()
    extent.follow_ups.update(note="")
    extent.follow_ups.filter(outcome="").update(outcome=FollowUp.Outcome.CANCELLED, closed_at=at)
    extent.timeline.update(text="")
    keep_known_reasons(extent.timeline)
    close(Lead.including_quarantine.filter(pk__in=extent.leads), at=at)
    leave_households(extent)
    people = Person.objects.filter(pk__in=extent.people)
    people.update(**NOBODY)
    people.filter(erased_at=None).update(erased_at=at)


def keep_known_reasons(timeline: QuerySet[LeadEvent]) -> None:
    """A reason of the list says nothing about anybody; one of somebody's own making may say anything."""
    for entry in timeline.filter(kind=LeadEvent.Kind.STAGE_CHANGED):
        if entry.data.get("lost_reason", "") not in {"", *LostReason.values}:
            timeline.filter(pk=entry.pk).update(data={**entry.data, "lost_reason": ""})


def close(leads: QuerySet[Lead], *, at: datetime) -> None:
    """Close what is open, as withdrawn, in the first lost stage; a network without one closes it where it is. Their
    versions grow: what anybody decided on an old look is refused."""
    lost = Stage.objects.first_lost()
    is_withdrawn: dict[str, Any] = {"stage": lost, "lost_reason": LostReason.WITHDRAWN} if lost else {}
    leads.filter(closed_at=None).update(closed_at=at, **is_withdrawn)
    known = When(lost_reason__in=LostReason.values, then=F("lost_reason"))
    leads.update(
        lost_reason=Case(known, default=Value("")),
        appointment_at=None,
        next_step_at=None,
        crisis_flagged_at=None,
        crisis_seen_at=None,
    )
    leads.filter(erased_at=None).update(erased_at=at, version=F("version") + 1)


def leave_households(extent: Extent) -> None:
    """One who is left alone is in no household any more."""
    for household in Household.objects.filter(people__in=extent.people).distinct():
        if household.people.filter(merged_into=None).exclude(pk__in=extent.people).count() < 2:
            household.delete()
