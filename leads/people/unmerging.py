"""Taking back that two people are one: exactly what was moved and changed, except what somebody changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, TextChoices

from integrations import outbox
from leads.models import ConsentRecord, DoNotContact, ErasureRequest, Lead, LeadEvent, Person, PersonMerge
from leads.people.events import person_unmerged
from leads.people.holding import hold
from leads.people.merging import enter_change
from leads.people.values import BY_NAME, FIELDS
from staff.models import StaffUser


class WhyStays(TextChoices):
    UNDONE_BEFORE = "undone_before"
    BUILT_UPON = "built_upon"


class NotUndoable(ValueError):
    """The merge stays as it is; `why` says why. Nothing was changed."""

    def __init__(self, why: WhyStays) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Undone:
    merge: PersonMerge
    left_as_changed: list[str]
    """Names of `leads.people.values.VALUES` that were changed since the merge and so stay as they are."""


@transaction.atomic
def undo_merge(merge: PersonMerge, *, actor: StaffUser, at: datetime) -> Undone:
    """Part the two again. Leads that came since the merge stay with the person who was kept.

    Safe to repeat: the second time it is refused.

    Raises:
        NotUndoable, PersonIsGone
    """
    held = hold([merge.kept_id, merge.merged_id])
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if why := why_stays(merge):
        raise NotUndoable(why)
    kept, merged = held.people[merge.kept_id], held.people[merge.merged_id]
    back = {lead for lead in held.leads[kept.pk] if str(lead.pk) in merge.moved["lead"]}
    left = give_values_back(kept, merge.before["values"])
    if merge.before["household"] and str(kept.household_id) == merge.before["household"]:
        kept.household = None
    kept.save(update_fields=[*FIELDS, "household"])
    narrow_do_not_contact(merge.before["do_not_contact"])
    Lead.including_quarantine.filter(pk__in=[lead.pk for lead in back]).update(person=merged)
    # Those given with requests that came since, on leads that were moved.
    ConsentRecord.objects.filter(person=kept, consult_request__lead__in=back).update(person=merged)
    for model, name in ((DoNotContact, "do_not_contact"), (ErasureRequest, "erasure_request")):
        model.objects.filter(pk__in=merge.moved[name], person=kept).update(person=merged)
    Person.objects.filter(pk__in=merge.moved["person"], merged_into=kept).update(merged_into=merged)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = at, actor
    merge.save(update_fields=["undone_at", "undone_by"])
    merge.kept, merge.merged = kept, merged
    enter_change(held.leads[kept.pk], LeadEvent.Kind.PERSON_UNMERGED, merge=merge, actor=actor, at=at)
    told = person_unmerged(merge, leads=[lead for lead in held.leads[kept.pk] if lead in back])
    outbox.publish(told, occurred_at=at)
    return Undone(merge, left)


def why_stays(merge: PersonMerge) -> WhyStays | None:
    """Why a merge cannot be taken back now, or None where it can."""
    if merge.undone_at:
        return WhyStays.UNDONE_BEFORE
    in_force = PersonMerge.objects.filter(undone_at=None)
    later = Q(merged_at__gt=merge.merged_at) | Q(merged_at=merge.merged_at, pk__gt=merge.pk)
    if in_force.filter(Q(merged=merge.kept_id) | Q(later, kept=merge.kept_id)).exists():
        return WhyStays.BUILT_UPON
    return None


def give_values_back(kept: Person, changed: dict[str, list[list[str]]]) -> list[str]:
    """Put back, unsaved, what is still as the merge left it. Returns the names of the rest."""
    left = []
    for name, (before, after) in changed.items():
        if BY_NAME[name].of(kept) == after:
            BY_NAME[name].put(kept, before)
        else:
            left.append(name)
    return left


def narrow_do_not_contact(widened: dict[str, Any] | None) -> None:
    """Unless somebody changed or lifted it since."""
    if widened:
        for record in DoNotContact.objects.filter(pk=widened["id"], lifted_at=None):
            if record.channels == widened["after"]:
                record.channels = widened["before"]
                record.save(update_fields=["channels"])
