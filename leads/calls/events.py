"""What others may hear of a call, cut by data class."""

from uuid import UUID

from integrations.outbox import Event, Letter
from integrations.timestamps import rfc3339
from leads.events import clinic_reference, contact, lead_url
from leads.models import Call, Lead


def call_logged(call: Call, lead: Lead, *, call_id: UUID, alerts: bool) -> Event:
    """A call, or what is known of it since.

    Args:
        call_id: of the call's first row: the same in each of its events.
        alerts: whether the clinic's alert addresses are told that somebody waits for an answer.
    """
    clinic = lead.clinic
    letters = [Letter(template="call_alert", recipient=address, to_staff=True) for address in clinic.alert_email_list]
    return Event(
        type="call.logged",
        subject_type="call",
        subject_id=call_id,
        clinic=clinic,
        bodies={
            "reference": {
                "id": str(call_id),
                "clinic": clinic_reference(clinic),
                "url": lead_url(lead.pk),
                "lead": {"id": str(lead.pk)},
                "person": {"id": str(lead.person_id)},
                "state": call.state,
                "direction": call.direction,
                "outcome": call.outcome,
                "clinic_number": call.clinic_number,
                "service": call.service,
                "source": call.source,
                "started_at": rfc3339(call.started_at),
                "duration_seconds": call.duration_seconds,
            },
            "contact": {"number": call.number, "person": contact(lead.person)},
        },
        letters=letters if alerts else [],
    )
