"""Holding people and their leads, so that whoever changes who is who does it alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from leads.models import Lead, Person


class PersonIsGone(LookupError):
    """There is no such person, or nothing is left of them: erased since."""


@dataclass(frozen=True)
class HeldPeople:
    people: dict[UUID, Person]
    leads: dict[UUID, list[Lead]]
    """Those of each person, quarantine included, with their clinic and stage."""


def hold(person_ids: Iterable[UUID], *, erased_too: bool = False) -> HeldPeople:
    """Lock people and all their leads until the caller's transaction ends.

    Leads before people, each in the order of their ids: as intake and the private link, which hold a lead and then
    write to its person. Two who came from different ends would wait for each other.

    What they refer to is read afterwards. Joined, a lead whose stage somebody changed while we waited would not be
    found: PostgreSQL looks again at the joined row, which is the old stage's.

    Raises:
        PersonIsGone
    """
    ids = set(person_ids)
    leads = list(
        Lead.including_quarantine.filter(person__in=ids)
        .prefetch_related("clinic", "stage")
        .select_for_update()
        .order_by("pk")
    )
    people = {each.pk: each for each in Person.objects.filter(pk__in=ids).select_for_update().order_by("pk")}
    if people.keys() != ids or (not erased_too and any(each.erased_at for each in people.values())):
        raise PersonIsGone
    for lead in leads:
        lead.person = people.get(lead.person_id, lead.person)
    return HeldPeople(people, {pk: [lead for lead in leads if lead.person_id == pk] for pk in ids})


def hold_standing(person: Person) -> tuple[Person, list[Lead]]:
    """The same for one person, or for whom staff joined them with meanwhile."""
    held = hold([person.pk])
    found = held.people[person.pk]
    while found.merged_into_id is not None:
        held = hold([found.merged_into_id])
        found = held.people[found.merged_into_id]
    return found, held.leads[found.pk]
