"""When somebody is to come: told by the clinic's calendar. What happens to the lead then."""

from datetime import datetime

from django.db import transaction

from integrations import outbox
from integrations.timestamps import rfc3339
from leads import events
from leads.lead_changes import LeadChange
from leads.models import Lead, LeadEvent, Stage
from leads.pipeline import change_unless_stale, move_lead
from leads.programs import Program, data_of, endpoint_of

Kind = LeadEvent.Kind


@transaction.atomic
def set_appointment(
    lead: Lead, *, starts_at: datetime | None, version: int, at: datetime, program: Program | None = None
) -> LeadEvent | None:
    """Note when somebody is to come, or with None that they are not; enter it in the timeline and announce it.

    An open lead that has not come as far moves to the first booked stage, if its own leads there; after a
    cancellation it stays where it is: what to do then is for staff to say. Updates `lead` too.

    Safe to repeat: the second time the version is stale, and the same time again does nothing and returns None.

    Args:
        version: the lead's version that was looked at.
        starts_at, at: aware.

    Raises:
        StaleLead: somebody changed the lead since.
    """
    before = lead.appointment_at
    if lead.version == version and before == starts_at:
        return None
    change_unless_stale(lead, version=version, appointment_at=starts_at)
    told = rfc3339(starts_at) if starts_at else None
    entry = LeadEvent.objects.create(
        lead=lead,
        kind=Kind.APPOINTMENT_SET if starts_at else Kind.APPOINTMENT_CANCELLED,
        occurred_at=at,
        data={"from": rfc3339(before) if before else None, "to": told, **data_of(program)},
    )
    booked_or_moved = LeadChange.APPOINTMENT_MOVED if before else LeadChange.APPOINTMENT_BOOKED
    change = booked_or_moved if starts_at else LeadChange.APPOINTMENT_CANCELLED
    outbox.publish(
        events.lead_updated(lead, change=change, more={"appointment_at": told}, alerts=False),
        occurred_at=at,
        not_to=endpoint_of(program),
    )
    booked = Stage.objects.first_booked() if starts_at else None
    if booked and lead.is_open() and lead.stage.position < booked.position and lead.stage.may_lead_to(booked):
        move_lead(lead, to=booked, actor=None, version=lead.version, at=at, program=program)
    return entry
