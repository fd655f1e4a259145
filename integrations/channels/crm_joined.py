"""Two of our people turned out to be one, or did not: which contact of a CRM is theirs.

Both contacts stay there, for somebody to join: we have no way to take that back. Ours to say is that one of them is
kept up to date. The other is told nothing more, not even what was on its way when they were joined.
"""

from uuid import UUID

from django.db import transaction

from integrations.crm_fields import CONTACT
from integrations.models import CrmConnection, CrmRecord, OutboxEvent
from protection.data_classes import DataClass

MERGED, UNMERGED = "person.merged", "person.unmerged"


def contact_record(connection: CrmConnection, person_id: str | UUID) -> CrmRecord | None:
    """That of the person, or of whom they were found to be."""
    seen: set[str] = set()
    wanted: str | UUID | None = person_id
    record = None
    while wanted and str(wanted) not in seen:  # events may come in any order, so a circle is possible for a moment
        seen.add(str(wanted))
        record = CrmRecord.objects.filter(connection=connection, kind=CONTACT, subject_id=wanted).first()
        wanted = record.merged_into if record else None
    return record if record and record.vendor_id else None


def is_told_as_another(connection: CrmConnection, person_id: str) -> bool:
    """Whether this person's own contact is to be told nothing more, because somebody else's stands for them."""
    found = contact_record(connection, person_id)
    return found is not None and str(found.subject_id) != person_id


def is_known(connection: CrmConnection, event: OutboxEvent) -> bool:
    """Whether the CRM ever heard of one of the two."""
    records = CrmRecord.objects.filter(connection=connection, kind=CONTACT, subject_id__in=both_in(event))
    return records.exclude(vendor_id="").exists()


def both_in(event: OutboxEvent) -> tuple[str, str]:
    """The one who stays, and the other."""
    body = event.body(DataClass.REFERENCE)
    merged = body["merged_person"]
    assert isinstance(merged, dict)  # noqa: S101 - the contract's
    return str(body["id"]), str(merged["id"])


@transaction.atomic
def note_joining(connection: CrmConnection, event: OutboxEvent, *, vendor_type: str) -> None:
    """Remember whose contact is told what from now on. An older event changes nothing; safe to repeat.

    Also of somebody whom the CRM has not heard of yet: what is on its way about them would make a second contact.
    """
    kept, merged = both_in(event)
    record, _ = CrmRecord.objects.select_for_update().get_or_create(
        connection=connection,
        kind=CONTACT,
        subject_id=merged,
        defaults={"vendor_type": vendor_type, "synced_at": event.occurred_at},
    )
    if record.merge_told_at and record.merge_told_at > event.occurred_at:
        return
    record.merged_into = UUID(kept) if event.type == MERGED else None
    record.merge_told_at = event.occurred_at
    record.save(update_fields=["merged_into", "merge_told_at"])
