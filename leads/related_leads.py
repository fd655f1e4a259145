"""What else is known of whoever a lead is from: in their clinic, and in others that the reader may see anyway."""

from dataclasses import dataclass, field

from django.db.models import Q

from leads.access import leads_for
from leads.matching import MOST_HINTS, PossibleDuplicate, hint
from leads.models import Lead, Person
from sites.permissions import User


@dataclass(frozen=True)
class RelatedLeads:
    duplicates: list[PossibleDuplicate] = field(default_factory=list)
    """Of other people of the same clinic with the same e-mail or phone: hints, newest first."""
    inquiries: list[PossibleDuplicate] = field(default_factory=list)
    """This person's own other leads, and matches in other clinics, newest first."""


def related_leads(lead: Lead, *, user: User) -> RelatedLeads:
    """Both kinds, of the clinics that `user` may see and no others. One query, whatever it finds.

    The lead's person should be loaded; person, stage and clinic of the result are.
    """
    person = lead.person
    people = Q(pk=person.pk)
    if person.email:
        people |= Q(email=person.email)
    if person.phone:
        people |= Q(phone=person.phone)
    rows = (
        leads_for(user)
        # People first: each of the three conditions has its index there, and few people match.
        .filter(person__in=Person.objects.filter(people))
        .exclude(pk=lead.pk)
        .select_related("person", "stage", "clinic")
        .order_by("-last_requested_at", "-pk")[: 2 * MOST_HINTS]
    )
    related = RelatedLeads()
    for each in rows:
        is_hint = each.clinic_id == lead.clinic_id and each.person_id != person.pk
        found = related.duplicates if is_hint else related.inquiries
        if len(found) < MOST_HINTS:
            found.append(hint(person, each))
    return related
