"""What others may hear of a call, cut by data class."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from integrations.outbox import Event, Letter
from integrations.timestamps import rfc3339
from leads.event_bodies import contact, reference_on_lead
from leads.events import staff_letters
from leads.models import Call, Lead, LeadEvent

# What staff log, in the words of the contract.
OUTCOMES_TOLD = {
    "reached": Call.Outcome.ANSWERED,
    "voicemail": Call.Outcome.VOICEMAIL,
    "no_answer": Call.Outcome.MISSED,
    "wrong_number": Call.Outcome.MISSED,
}


def call_logged(call: Call, lead: Lead, *, call_id: UUID, alerts: bool) -> Event:
    """A call, or what is known of it since.

    Args:
        call_id: of the call's first row: the same in each of its events.
        alerts: whether the clinic's alert addresses are told that somebody waits for an answer.
    """
    told = {
        "state": call.state,
        "direction": call.direction,
        "outcome": call.outcome,
        "clinic_number": call.clinic_number,
        "service": call.service,
        "source": call.source,
        "started_at": rfc3339(call.started_at),
        "duration_seconds": call.duration_seconds,
    }
    letters = staff_letters("call_alert", lead.clinic) if alerts else ()
    return _logged(call_id, lead, told=told, number=call.number, letters=letters)


def call_made(entry: LeadEvent, lead: Lead) -> Event:
    """A call that staff logged by hand: the same contract, with what is not known left empty."""
    told = {
        "state": Call.State.FINISHED,
        "direction": Call.Direction.OUTBOUND,
        "outcome": OUTCOMES_TOLD[entry.data["outcome"]],
        "clinic_number": "",
        "service": "",
        "source": "staff",
        "started_at": rfc3339(entry.occurred_at),
        "duration_seconds": None,
    }
    return _logged(entry.pk, lead, told=told, number=lead.person.phone)


def _logged(
    call_id: UUID, lead: Lead, *, told: Mapping[str, object], number: str, letters: Sequence[Letter] = ()
) -> Event:
    return Event(
        type="call.logged",
        subject_type="call",
        subject_id=call_id,
        clinic=lead.clinic,
        bodies={
            "reference": {**reference_on_lead(call_id, lead), **told},
            "contact": {"number": number, "person": contact(lead.person)},
        },
        letters=letters,
    )
