"""People who share a phone or an address and are not one person. Marked, nobody is asked about them again."""

from django.db import transaction

from leads.models import Household, Person
from leads.people.holding import hold
from leads.people.merging import NotMergeable, WhyNot, why_not


@transaction.atomic
def mark_household(one: Person, other: Person) -> Household:
    """Say that two people of one clinic, and whoever is in a household with either, live together. Safe to repeat.

    Raises:
        NotMergeable: they are one person, one of them was joined with somebody, or they are of two clinics.
        PersonIsGone
    """
    held = hold([one.pk, other.pk])
    one, other = held.people[one.pk], held.people[other.pk]
    why = why_not(one, other)
    if why and why != WhyNot.ONE_HOUSEHOLD:
        raise NotMergeable(why)
    household = one.household or other.household or Household.objects.create(clinic_id=one.clinic_id)
    former = {each.household_id for each in (one, other) if each.household_id} - {household.pk}
    Person.objects.filter(household__in=former).update(household=household)
    Person.objects.filter(pk__in=[one.pk, other.pk]).update(household=household)
    Household.objects.filter(pk__in=former).delete()
    return household


@transaction.atomic
def leave_household(person: Person) -> bool:
    """Take a person out; one who is left alone is in none any more. Returns whether they were in one. Repeatable.

    Raises:
        PersonIsGone
    """
    person = hold([person.pk]).people[person.pk]
    household = person.household
    if household is None:
        return False
    Person.objects.filter(pk=person.pk).update(household=None)
    if household.people.filter(merged_into=None).count() < 2:
        household.delete()
    return True
