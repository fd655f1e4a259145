"""Erasing somebody: one transaction, after which nothing here says who they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from integrations import outbox
from integrations.erasing import empty_events, mark_crm_records
from leads.erasing.emptying import empty
from leads.erasing.events import lead_erased, person_erased
from leads.erasing.extent import Extent, extent_of
from leads.erasing.requesting import request_of
from leads.models import ErasureRequest, LeadEvent, Person
from leads.people.holding import hold
from protection.audit import Action, record
from staff.models import StaffUser


@dataclass(frozen=True)
class Erased:
    request: ErasureRequest
    is_new: bool
    """False: they had been erased before."""
    counts: Mapping[str, int]
    """How many rows of what went, by names of `leads.erasing.extent.LABELS`."""


@transaction.atomic(durable=True)
def erase_person(person: Person, *, by: StaffUser | None, at: datetime) -> Erased:
    """Erase somebody, everybody whom staff joined with them, and all their leads, held back ones too.

    What goes: name, addresses, phone, wishes, state, communication needs and household of the person; of each request
    everything they sent but its language and source; every text of the timeline, of messages either way and of next
    steps, numbers of calls, forms saved for later, requests that wait and are theirs, what merges noted, status updates
    that others sent, the words of an own lost reason, appointment and crisis flag; every event about any of this, with
    recipients, links and receivers' answers; what CRMs were told, which are asked to erase it.

    What stays: ids, clinic, stage, owner, times, how many of what; that staff moved, called or wrote; consents with
    their words, time and language; that the person must not be contacted; who asked for erasure and who did it; the
    audit, which holds references alone. And a newsletter subscription of the same address: a consent of its own.

    What is on its way to somebody is cancelled. An open lead is closed as withdrawn; none can be worked, joined or
    written to again, and no request, call or message finds the person: the same human is somebody new.

    Safe to repeat: it empties again whatever is there, and announces nothing the second time. Killed in the middle, it
    has changed nothing.

    Args:
        by: None for the system.
        at: aware.

    Raises:
        PersonIsGone: there is no such person.
    """
    extent = held_extent(person)
    request = request_of(extent.standing, at=at)
    is_new = request.carried_out_at is None
    counts = extent.counts()
    empty_events(extent.events, at=at)
    mark_crm_records(extent.people, extent.leads, standing=extent.standing.pk, at=at)
    empty(extent, at=at)
    if is_new:
        note(request, extent, counts=counts, by=by, at=at)
        announce(extent, at=at)
    return Erased(request, is_new, counts)


def held_extent(person: Person) -> Extent:
    """Nobody else's until the transaction ends. Whom somebody joined with them while we waited is held as well."""
    extent = extent_of(person)
    while True:
        held = hold(extent.people, erased_too=True)
        now = extent_of(held.people[extent.standing.pk])
        if set(now.people) <= set(held.people):
            return now
        extent = now


def note(
    request: ErasureRequest, extent: Extent, *, counts: Mapping[str, int], by: StaffUser | None, at: datetime
) -> None:
    """That it was done, in the request, the timeline and the audit: who, when, how many of what."""
    request.carried_out_at, request.carried_out_by, request.counts = at, by, dict(counts)
    request.save(update_fields=["carried_out_at", "carried_out_by", "counts"])
    # Two who were joined may both have asked.
    ErasureRequest.objects.filter(person__in=extent.people, carried_out_at=None).update(
        carried_out_at=at, carried_out_by=by
    )
    LeadEvent.objects.bulk_create(
        LeadEvent(lead_id=lead_id, kind=LeadEvent.Kind.ERASED, actor=by, occurred_at=at) for lead_id in extent.leads
    )
    record(
        Action.ERASED,
        actor=by,
        subject_type="person",
        subject_id=extent.standing.pk,
        clinic_id=extent.standing.clinic_id,
        at=at,
        data={"request": str(request.pk), **counts},
    )


def announce(extent: Extent, *, at: datetime) -> None:
    leads: list[UUID] = list(extent.leads)
    told = [lead_erased(each, extent.standing, at=at) for each in leads]
    outbox.publish(*told, person_erased(extent.standing, lead_ids=leads, at=at), occurred_at=at)
