"""What somebody agrees to today: the latest record of each purpose. Withdrawing adds one beside that which it ends."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from leads.models import ConsentRecord, Person


def consents_of(person: Person) -> QuerySet[ConsentRecord]:
    """What a person said, and what was said by those whom staff found to be them."""
    return ConsentRecord.objects.filter(Q(person=person) | Q(person__merged_into=person))


def consents_in_force(person: Person) -> dict[str, ConsentRecord]:
    """The record by which each purpose is granted. One query.

    Texts are agreed to for one number: what was said of another one counts for nothing.
    """
    said = consents_of(person).select_related("person").order_by("recorded_at", "id")
    latest = {each.purpose: each for each in said if counts_for(person, each)}
    return {purpose: each for purpose, each in latest.items() if each.granted}


def counts_for(person: Person, consent: ConsentRecord) -> bool:
    by = consent.person
    is_about_texts = consent.purpose == ConsentRecord.Purpose.SMS
    return not is_about_texts or by is None or by.pk == person.pk or by.phone == person.phone


def withdraw_consents(granted: Iterable[ConsentRecord], *, at: datetime) -> None:
    """Record that these are withdrawn, with the words that were agreed to."""
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            person_id=each.person_id,
            purpose=each.purpose,
            granted=False,
            wording=each.wording,
            wording_version=each.wording_version,
            evidence=each.evidence,
            language=each.language,
            recorded_at=at,
        )
        for each in granted
    )
