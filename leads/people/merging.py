"""Two people whom staff found to be one: inside one clinic, in one transaction, and so that it can be taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, TextChoices

from integrations import outbox
from leads.consents_in_force import consents_in_force, withdraw_consents
from leads.models import ConsentRecord, DoNotContact, ErasureRequest, Lead, LeadEvent, Person, PersonMerge
from leads.people import do_not_contact
from leads.people.events import person_merged
from leads.people.holding import hold
from leads.people.values import BY_NAME, FIELDS, look_at
from staff.models import StaffUser


class WhyNot(TextChoices):
    SAME_PERSON = "same_person"
    OTHER_CLINIC = "other_clinic"
    MERGED_BEFORE = "merged_before"
    ONE_HOUSEHOLD = "one_household"


class NotMergeable(ValueError):
    """These two cannot be joined; `why` says why. Nothing was changed."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


class OldLook(Exception):
    """One of the two changed since somebody chose. Show them again."""


@transaction.atomic
def merge_people(
    kept: Person, merged: Person, *, choices: Mapping[str, str], actor: StaffUser, at: datetime, seen: str = ""
) -> PersonMerge:
    """Join `merged` into `kept`: its leads move, with all that hangs on them, and no channel is allowed that was not.

    Consents stay with the person who gave them: they are evidence, and `consents_in_force` finds them. Not safe to
    repeat: the second time there is nobody left to join.

    Args:
        choices: by name of `leads.people.values.VALUES`, "merged" for the other's value; whatever else keeps it.
        seen: `look_at` of both when the actor chose; empty: whatever they look like.

    Raises:
        NotMergeable, OldLook, PersonIsGone
    """
    held = hold([kept.pk, merged.pk])
    kept, merged = held.people[kept.pk], held.people[merged.pk]
    if why := why_not(kept, merged):
        raise NotMergeable(why)
    if seen and seen != look_at(kept, merged):
        raise OldLook
    merge = PersonMerge(clinic_id=kept.clinic_id, kept=kept, merged=merged, actor=actor, merged_at=at)
    merge.before = {
        "values": take_values(kept, merged, choices=choices, at=at),
        "household": take_household(kept, merged),
        "do_not_contact": widen_do_not_contact(kept, merged),
    }
    leads = held.leads[merged.pk]
    merge.moved = {
        "lead": [str(lead.pk) for lead in leads],
        "do_not_contact": move(DoNotContact.objects.filter(lifted_at=None), merged, kept),
        "erasure_request": move(ErasureRequest.objects, merged, kept),
        "person": [str(pk) for pk in Person.objects.filter(merged_into=merged).values_list("pk", flat=True)],
    }
    kept.save(update_fields=[*FIELDS, "household"])
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    merge.save()
    Lead.including_quarantine.filter(pk__in=[lead.pk for lead in leads]).update(person=kept)
    enter_change([*held.leads[kept.pk], *leads], LeadEvent.Kind.PERSON_MERGED, merge=merge, actor=actor, at=at)
    outbox.publish(person_merged(merge, leads=leads), occurred_at=at)
    return merge


def why_not(kept: Person, merged: Person) -> WhyNot | None:
    """Why these two cannot be joined, or None where they can."""
    if kept.pk == merged.pk:
        return WhyNot.SAME_PERSON
    if kept.clinic_id != merged.clinic_id:
        return WhyNot.OTHER_CLINIC
    if kept.merged_into_id or merged.merged_into_id:
        return WhyNot.MERGED_BEFORE
    if kept.household_id and kept.household_id == merged.household_id:
        return WhyNot.ONE_HOUSEHOLD
    return None


def take_values(
    kept: Person, merged: Person, *, choices: Mapping[str, str], at: datetime
) -> dict[str, list[list[str]]]:
    """Put the chosen values on `kept`, unsaved. Returns what was there before and what is there now."""
    changed: dict[str, list[list[str]]] = {}
    for name, value in BY_NAME.items():
        before, after = value.of(kept), value.of(merged)
        if choices.get(name) == "merged" and before != after:
            changed[name] = [before, after]
    if "phone" in changed:
        end_text_consent_to_the_old_number(kept, merged, at=at)
    for name, (_, after) in changed.items():
        BY_NAME[name].put(kept, after)
    return changed


def end_text_consent_to_the_old_number(kept: Person, merged: Person, *, at: datetime) -> None:
    """Who agreed to texts agreed to texts to that number. Undoing does not bring it back: they are asked again."""
    to_old, to_new = (consents_in_force(each).get(ConsentRecord.Purpose.SMS) for each in (kept, merged))
    if to_old and not to_new:
        withdraw_consents([to_old], at=at)


def take_household(kept: Person, merged: Person) -> str | None:
    """Put `kept` into the household of `merged` where it has none, unsaved. Returns that household's id."""
    if kept.household_id or not merged.household_id:
        return None
    kept.household_id = merged.household_id
    return str(merged.household_id)


def widen_do_not_contact(kept: Person, merged: Person) -> dict[str, object] | None:
    """Where both must not be contacted, let the record of `kept` forbid what either forbids. Returns what it was."""
    own, other = do_not_contact.in_force(kept), do_not_contact.in_force(merged)
    if own is None or other is None:
        return None
    before, after = own.channels, do_not_contact.in_order([*own.channels, *other.channels])
    if before == after:
        return None
    own.channels = after
    own.save(update_fields=["channels"])
    return {"id": str(own.pk), "before": before, "after": after}


def move(rows: object, merged: Person, kept: Person) -> list[str]:
    """Give `kept` the one row of `merged`, unless it has its own. Returns the moved row's id in a list, or none."""
    if rows.filter(person=kept).exists():  # type: ignore[attr-defined]
        return []
    ids = [str(pk) for pk in rows.filter(person=merged).values_list("pk", flat=True)]  # type: ignore[attr-defined]
    rows.filter(pk__in=ids).update(person=kept)  # type: ignore[attr-defined]
    return ids


def enter_change(
    leads: Iterable[Lead], kind: LeadEvent.Kind, *, merge: PersonMerge, actor: StaffUser, at: datetime
) -> None:
    """In the timeline of each lead, whose version grows: what anybody decided on an old look at it is refused."""
    leads = list(leads)
    Lead.including_quarantine.filter(pk__in=[lead.pk for lead in leads]).update(version=F("version") + 1)
    data = {"merge": str(merge.pk), "kept": str(merge.kept_id), "merged": str(merge.merged_id)}
    do_not_contact.enter(leads, kind, actor=actor, at=at, data=data)
