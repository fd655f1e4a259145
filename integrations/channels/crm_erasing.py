"""Somebody was erased here: their contact and their leads are erased in the CRM too, or a person does it by hand.

What is still to be done is told by the records that are left (`CrmRecord.erase_asked_at`): one goes when the CRM said
that what it stands for is gone.
"""

from contextlib import suppress

from django.db.models import Q, QuerySet

from integrations.channels.crm_adapter import RecordGone
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import CONTACT, LEAD
from integrations.failures import PermanentFailure
from integrations.models import CrmConnection, CrmRecord, OutboxEvent

KIND_BY_TYPE = {"person.erased": CONTACT, "lead.erased": LEAD}


def erase(session: CrmSession, event: OutboxEvent) -> str:
    """Erase what the event is about. Safe to repeat. Returns what staff should know of a success that sent nothing.

    Raises:
        PermanentFailure: somebody must do it there by hand; the reason says why.
        TemporaryFailure: the same may succeed later.
    """
    records = list(records_about(session.connection, event))
    for record in records:
        erase_one(session, record)
    return "" if records else "this CRM never heard of them: nothing was sent"


def records_about(connection: CrmConnection, event: OutboxEvent) -> QuerySet[CrmRecord]:
    """Of a person those of everybody who was joined into them: see `integrations.erasing`."""
    of_subject = Q(subject_id=event.subject_id) | Q(merged_into=event.subject_id, erase_asked_at__isnull=False)
    records = CrmRecord.objects.filter(of_subject, connection=connection, kind=KIND_BY_TYPE[event.type])
    return records.exclude(vendor_id="").order_by("pk")


def erase_one(session: CrmSession, record: CrmRecord) -> None:
    same_there = CrmRecord.objects.filter(
        connection=record.connection_id, kind=record.kind, vendor_id=record.vendor_id, erase_asked_at=None
    )
    if same_there.exclude(pk=record.pk).exists():
        # Found by a shared address, one contact stands for a family.
        raise PermanentFailure("this contact is somebody else's too: take the erased person out of it by hand")
    with suppress(RecordGone):
        session.adapter.erase(session, record)
    record.delete()
