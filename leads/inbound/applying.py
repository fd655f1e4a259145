"""From a signed event to a changed lead: one transaction with the memory of it, or nothing.

Whoever sends it may change the stage, the owner and the appointment of a lead of its endpoint's clinics, no more.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from integrations.models import Endpoint, OutboxEvent
from leads.access import leads_of_clinics
from leads.appointments import set_appointment
from leads.assignment import assign_lead
from leads.inbound.envelopes import (
    SUBJECT_BY_TYPE,
    AppointmentCancelled,
    AppointmentSet,
    Assigned,
    StageChanged,
    Update,
)
from leads.models import InboundEvent, Lead, LeadEvent, Stage
from leads.owners import owner_named
from leads.pipeline import move_lead
from leads.programs import Door, Program

Kind, Outcome, Subject = LeadEvent.Kind, InboundEvent.Outcome, InboundEvent.Subject

ENTRIES_ABOUT = {
    Subject.STAGE: [Kind.STAGE_CHANGED],
    Subject.OWNER: [Kind.OWNER_CHANGED],
    Subject.APPOINTMENT: [Kind.APPOINTMENT_SET, Kind.APPOINTMENT_CANCELLED],
}


class MessageIdReused(Exception):
    """The id came before with another body. Nothing was changed."""


class NoSuchLead(LookupError):
    """There is none, it was erased, or it is not of the endpoint's clinics: nobody can tell which."""


class NoSuchStage(ValueError):
    """The network keeps no stage of this slug."""


def is_our_own(message_id: str) -> bool:
    """Whether this is an event of ours that comes back under its own id."""
    try:
        return OutboxEvent.objects.filter(pk=UUID(message_id)).exists()
    except ValueError:
        return False


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def apply_update(
    update: Update, *, endpoint: Endpoint, message_id: str, digest: str, received_at: datetime
) -> InboundEvent.Outcome:
    """Change the lead as `update` says, unless what is known is newer, and remember the message.

    Safe to repeat, also at once from many threads and after a crash: the same id again gives the first outcome and
    changes nothing. What is refused is not remembered: the same message may succeed later.

    Args:
        digest: `digest_of` the body.
        received_at: aware.

    Raises:
        MessageIdReused, NoSuchLead, NoSuchStage
        MoveNotAllowed, LostReasonMissing, NotTheirClinic, OwnerUnknown: as for staff.
    """
    try:
        with transaction.atomic(durable=True):
            if known := outcome_of(endpoint, message_id, digest=digest):
                return known
            lead = held_lead(update.lead_id, endpoint=endpoint)
            return store(update, lead, endpoint, message_id=message_id, digest=digest, received_at=received_at)
    except IntegrityError:
        # Two of one id at once: the database let one in, and this is the other.
        known = outcome_of(endpoint, message_id, digest=digest)
        if known is None:  # another promise of the database's was broken: a bug
            raise
        return known


def outcome_of(endpoint: Endpoint, message_id: str, *, digest: str) -> InboundEvent.Outcome | None:
    """What came of this message, if it was here. Raises MessageIdReused."""
    known = InboundEvent.objects.filter(endpoint=endpoint, message_id=message_id).first()
    if known is None:
        return None
    if known.digest != digest:
        raise MessageIdReused
    return Outcome(known.outcome)


def held_lead(lead_id: UUID, *, endpoint: Endpoint) -> Lead:
    """Nobody else's until the transaction ends. Nothing is joined: see `leads.people.holding.hold`."""
    leads = leads_of_clinics(endpoint.clinic_id).prefetch_related("person", "clinic", "stage")
    lead = leads.select_for_update().filter(pk=lead_id, erased_at=None).first()
    if lead is None:
        raise NoSuchLead
    return lead


def store(
    update: Update, lead: Lead, endpoint: Endpoint, *, message_id: str, digest: str, received_at: datetime
) -> InboundEvent.Outcome:
    subject = SUBJECT_BY_TYPE[update.type]
    remembered = InboundEvent(
        endpoint=endpoint,
        message_id=message_id,
        digest=digest,
        type=update.type,
        lead=lead,
        subject=subject,
        happened_at=update.timestamp,
        received_at=received_at,
        outcome=Outcome.OLDER,
    )
    newest = newest_about(subject, lead)
    if newest is None or update.timestamp >= newest:
        program = Program(Door.WEBHOOK, str(endpoint), endpoint_id=endpoint.pk, happened_at=update.timestamp)
        changed = carry_out(update, lead, program=program, at=received_at)
        remembered.outcome = Outcome.APPLIED if changed else Outcome.UNCHANGED
    remembered.save(force_insert=True)
    return Outcome(remembered.outcome)


def newest_about(subject: InboundEvent.Subject, lead: Lead) -> datetime | None:
    """When what is known of `subject` happened: told by an endpoint, which changed nothing perhaps, or done here."""
    told = InboundEvent.objects.filter(lead=lead, subject=subject).exclude(outcome=Outcome.OLDER)
    times = list(told.order_by("-happened_at").values_list("happened_at", flat=True)[:1])
    entries = LeadEvent.objects.filter(lead=lead, kind__in=ENTRIES_ABOUT[subject])
    for occurred_at, data in entries.values_list("occurred_at", "data"):
        happened_at = data.get("happened_at")
        times.append(datetime.fromisoformat(happened_at) if happened_at else occurred_at)
    return max(times, default=None)


def carry_out(update: Update, lead: Lead, *, program: Program, at: datetime) -> bool:
    """Returns whether it changed anything."""
    match update:
        case StageChanged(data=data):
            stage = Stage.objects.filter(slug=data.stage).first() if "\x00" not in data.stage else None
            if stage is None:
                raise NoSuchStage
            reason = data.lost_reason or ""
            entry = move_lead(
                lead, to=stage, actor=None, version=lead.version, at=at, lost_reason=reason, program=program
            )
        case Assigned(data=data):
            owner = owner_named(data.owner) if data.owner else None
            entry = assign_lead(lead, to=owner, actor=None, version=lead.version, at=at, program=program)
        case AppointmentSet(data=data):
            entry = set_appointment(lead, starts_at=data.starts_at, version=lead.version, at=at, program=program)
        case AppointmentCancelled():
            entry = set_appointment(lead, starts_at=None, version=lead.version, at=at, program=program)
    return entry is not None
