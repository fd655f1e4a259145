"""Who is it? Only somebody whose name, e-mail and phone all agree is the same person; a shared phone is a family.

What agrees in part is a hint for people, inside one clinic, and changes nothing.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from leads.models import Lead, Person
from leads.submission import Submission
from sites.compiled_queries import Question, answers_to, compiled
from sites.models import Clinic

JOINS_WITHIN = timedelta(days=30)
# "Jon Marlowe" and "John Marlow" are 0.91 alike, "Jo Marlowe" and "Ana Marlowe" 0.76.
ALIKE = 0.85
MOST_HINTS = 20


def open_lead_of_same_sender(submission: Submission, *, clinic: Clinic, at: datetime) -> Lead | None:
    """The sender's open lead at this clinic that was asked for within 30 days, or None.

    Never across clinics, never on a partial match, and never by an address alone.
    """
    question = who_may_be_the_sender(submission, clinic=clinic, at=at)
    return same_sender(submission, answers_to(question)[0]) if question else None


def who_may_be_the_sender(submission: Submission, *, clinic: Clinic, at: datetime) -> Question | None:
    """What `open_lead_of_same_sender` asks. None for one who can join no lead."""
    if not (submission.email and submission.phone):
        return None
    return open_leads_of.asked(
        clinic_id=clinic.pk,
        email=submission.email,
        phone=submission.phone.e164,
        extension=submission.phone.extension,
        since=at - JOINS_WITHIN,
    )


def same_sender(submission: Submission, candidates: Iterable[Lead]) -> Lead | None:
    """The first of `open_leads_of` whose person has the name, or whom staff joined with somebody of that name."""
    name = comparable_name(submission.full_name)
    return next((lead for lead in candidates if name in map(comparable_name, lead.names.split("\n"))), None)  # type: ignore[attr-defined]


@compiled
def open_leads_of(clinic_id: UUID, email: str, phone: str, extension: str, since: datetime) -> QuerySet[Lead]:
    """With `names`: of those with these addresses who are the lead's person, or were joined into it, one a line."""
    # From the people with these addresses to their leads, and nothing of the lead that has an index: a database that
    # has not counted its rows yet would begin with every lead of the clinic and look for the person once for each.
    addresses = {"email": email, "phone": phone, "phone_extension": extension}
    people = (
        Person.objects.filter(clinic__pk__in=[clinic_id], **addresses)
        .annotate(standing=Coalesce("merged_into", "pk"))
        .order_by()
    )
    of_lead = people.filter(standing=OuterRef("person")).annotate(one=Value(1)).values("one")
    names = of_lead.annotate(names=StringAgg("full_name", Value("\n"))).values("names")
    return (
        Lead.objects.open()
        .filter(person__in=people.values("standing"), last_requested_at__gte=since)
        .annotate(names=Subquery(names))
        .select_related("person")
        .select_for_update(of=("self",))
        .order_by("-last_requested_at")
    )


def comparable_name(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class PossibleDuplicate:
    lead: Lead
    reason: str
    """In words, "Same phone, other name: maybe one household"."""
    is_same_person: bool = False
    is_household: bool = False
    """Marked as such: not to be joined."""


def possible_duplicates(lead: Lead) -> list[PossibleDuplicate]:
    """Other leads of the same clinic whose person has this one's e-mail address or phone, newest first.

    One query, whatever it finds. The lead's person should be loaded; those of the result are.
    """
    person = lead.person
    shared = Q()
    if person.email:
        shared |= Q(person__email=person.email)
    if person.phone:
        shared |= Q(person__phone=person.phone)
    if not shared:
        return []
    others = Lead.objects.filter(shared, clinic_id=lead.clinic_id, person__clinic_id=lead.clinic_id).exclude(pk=lead.pk)
    rows = others.select_related("person", "stage").order_by("-last_requested_at", "-pk")[:MOST_HINTS]
    return [hint(person, each) for each in rows]


def hint(person: Person, lead: Lead) -> PossibleDuplicate:
    """What `lead` may be to `person`. No query where its person is loaded."""
    return PossibleDuplicate(
        lead,
        reason_in_words(person, lead.person),
        is_same_person=lead.person_id == person.pk,
        is_household=are_one_household(person, lead.person),
    )


def are_one_household(one: Person, other: Person) -> bool:
    return one.pk != other.pk and one.household_id is not None and one.household_id == other.household_id


def reason_in_words(one: Person, other: Person) -> str:
    if one.pk == other.pk:
        return _("The same person's other request")
    if are_one_household(one, other):
        return _("Same household")
    same_email = bool(one.email) and one.email == other.email
    same_phone = bool(one.phone) and one.phone == other.phone
    if same_email and same_phone:
        shared = _("Same phone and e-mail")
    elif same_email:
        shared = _("Same e-mail")
    elif one.phone_extension == other.phone_extension:
        shared = _("Same phone")
    else:
        shared = _("Same phone, other extension")
    return f"{shared}, {name_in_words(one.full_name, other.full_name)}"


def name_in_words(one: str, other: str) -> str:
    if not plain_name(one) or not plain_name(other):
        return _("a name is missing: maybe the same person")
    if plain_name(one) == plain_name(other):
        return _("same name: maybe the same person")
    if are_alike(one, other):
        return _("very similar name: maybe the same person")
    return _("other name: maybe one household")


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be two spellings of one: in any order of their parts, with or without accents."""
    return SequenceMatcher(None, plain_name(one), plain_name(other), autojunk=False).ratio() >= ALIKE


def plain_name(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return " ".join(sorted(plain.split()))
