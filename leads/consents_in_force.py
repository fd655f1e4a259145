"""What somebody agrees to today: the latest record of each purpose. Withdrawing adds one beside that which it ends."""

from collections.abc import Iterable
from datetime import datetime

from leads.models import ConsentRecord, Person


def consents_in_force(person: Person) -> dict[str, ConsentRecord]:
    """The record by which each purpose is granted. One query."""
    latest = {each.purpose: each for each in person.consents.order_by("recorded_at", "id")}
    return {purpose: each for purpose, each in latest.items() if each.granted}


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
