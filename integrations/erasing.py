"""Erasure reaches what was told of somebody, or is about to be: events, deliveries, and what CRMs were told."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from integrations.crm_fields import ERASED_TYPES
from integrations.models import CrmRecord, Delivery, DeliveryAttempt, OutboxEvent


def events_about(subject_ids: Collection[UUID]) -> QuerySet[OutboxEvent]:
    """Every event of these subjects but those that say that they were erased."""
    return OutboxEvent.objects.filter(subject_id__in=subject_ids).exclude(type__in=ERASED_TYPES)


def empty_events(events: QuerySet[OutboxEvent], *, at: datetime) -> int:
    """Empty events as `integrations.purging` does once their time is over, and cancel what is still on its way: it
    never leaves. Returns how many were emptied. Repeatable; in the caller's transaction.

    What a worker has in its hands at this moment may still leave. Its lease is lost: it writes nothing down.
    """
    ids = list(events.filter(emptied_at=None).values_list("pk", flat=True))
    deliveries = Delivery.objects.filter(event__in=ids)
    deliveries.filter(state=Delivery.State.PENDING).update(
        state=Delivery.State.CANCELLED, next_attempt_at=None, lease=None, finished_at=at
    )
    deliveries.update(recipient="", letter_values=None)
    DeliveryAttempt.objects.filter(delivery__event__in=ids).update(response_excerpt="")
    return OutboxEvent.objects.filter(pk__in=ids).update(bodies=None, emptied_at=at)


def crm_records_of(subject_ids: Collection[UUID]) -> QuerySet[CrmRecord]:
    return CrmRecord.objects.filter(subject_id__in=subject_ids)


def mark_crm_records(people: Collection[UUID], leads: Collection[UUID], *, standing: UUID, at: datetime) -> int:
    """Forget what CRMs were told of people and their leads, and note that they are to be erased there. Returns how
    many records there are. Repeatable; in the caller's transaction.

    Args:
        standing: the one of `people` into whom the others were joined: one event asks for all of them.
    """
    records = crm_records_of([*people, *leads])
    records.filter(vendor_id="").delete()  # nothing of theirs is there
    records.update(sent={})
    records.filter(erase_asked_at=None).update(erase_asked_at=at)
    crm_records_of(people).exclude(subject_id=standing).update(merged_into=standing)
    return records.count()
