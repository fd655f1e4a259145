"""Whose a lead is."""

from datetime import datetime

from django.db import transaction

from integrations import outbox
from leads import events
from leads.access import lead_policy
from leads.models import Lead, LeadEvent
from leads.pipeline import change_unless_stale
from leads.programs import Program, data_of, endpoint_of
from staff.models import StaffUser


class NotTheirClinic(ValueError):
    """Somebody who does not work the leads of that clinic cannot own one of them."""


@transaction.atomic
def assign_lead(
    lead: Lead,
    *,
    to: StaffUser | None,
    actor: StaffUser | None,
    version: int,
    at: datetime,
    program: Program | None = None,
) -> LeadEvent | None:
    """Give a lead to somebody, or with None to nobody; enter it in the timeline and announce it. Updates `lead` too.

    Safe to repeat: the second time the version is stale. Giving it to whoever has it does nothing and returns None.

    Args:
        version: the lead's version that the actor looked at.
        at: aware.
        program: who gave it, where it was nobody of the staff; named in the timeline.

    Raises:
        StaleLead: somebody changed the lead since.
        NotTheirClinic
    """
    if lead.version == version and lead.owner_id == (to.pk if to else None):
        return None
    if to and not lead_policy.user_has_permission_for_instance(to, "change", lead):
        raise NotTheirClinic(lead.clinic.slug)
    before = lead.owner_id
    change_unless_stale(lead, version=version, owner=to)
    entry = LeadEvent.objects.create(
        lead=lead,
        kind=LeadEvent.Kind.OWNER_CHANGED,
        actor=actor,
        occurred_at=at,
        data={"from": before, "to": to.pk if to else None, **data_of(program)},
    )
    outbox.publish(events.lead_assigned(lead), occurred_at=at, not_to=endpoint_of(program))
    return entry
