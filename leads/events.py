"""What others may hear of a lead, cut by data class. The contract is docs/webhooks.md and tests/contracts/."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from integrations.outbox import Event, Letter, PersonalMessage
from integrations.timestamps import rfc3339
from leads.attribution import click_ids, without_click_ids
from leads.event_bodies import answers, clinic_reference, contact, lead_reference, preferences, reference_on_lead
from leads.lead_changes import LeadChange
from leads.models import ConsultRequest, Lead
from leads.private_link.tokens import private_url
from leads.workspace_addresses import lead_url, quarantine_path
from sites.models import Clinic


def lead_created(lead: Lead) -> Event:
    return Event(
        type="lead.created",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={
            "reference": lead_reference(lead),
            "preference": {"person": preferences(lead.person)},
            "contact": {"person": contact(lead.person)},
        },
    )


def consult_request_received(request: ConsultRequest, lead: Lead) -> Event:
    """Thanks the visitor where they left an address, and tells the clinic's alert addresses that a lead waits.

    Somebody who may be in a crisis hears from a person, not from a machine: no thanks, and an alert to look first.
    What the clinic's own staff typed in while they spoke with somebody is no news to it, and no letter's cause.
    """
    clinic = lead.clinic
    letters = staff_letters("lead_alert_first" if lead.waits_for_a_look else "lead_alert", clinic)
    if request.source == ConsultRequest.Source.STAFF:
        letters = []
    elif request.email and not lead.is_for_people_only:
        letters.append(thanks(request))
    return Event(
        type="consult_request.received",
        subject_type="consult_request",
        subject_id=request.pk,
        clinic=clinic,
        bodies={
            "reference": {
                **reference_on_lead(request.pk, lead),
                "source": request.source,
                "page": request.page,
                "campaign": request.campaign,
                "attribution": without_click_ids(request.attribution),
                "answers": {},
                "requested_at": rfc3339(request.requested_at),
            },
            "preference": {
                "preferred_contact": request.preferred_contact,
                "best_time": request.best_time,
                "language": request.language,
                "answers": answers(request, "preference"),
            },
            "contact": {
                "person": contact(lead.person),
                "attribution": click_ids(request.attribution),
                "answers": answers(request, "contact"),
            },
            "health": {"message": request.message, "answers": answers(request, "health")},
        },
        letters=letters,
    )


def thanks(request: ConsultRequest) -> Letter:
    """The confirmation, with the private link: it reaches this letter and nobody else."""
    return Letter(
        template="consult_request_received",
        recipient=request.email,
        language=request.language,
        values={"private_url": private_url(request.pk, language=request.language, at=request.requested_at)},
    )


def staff_letters(template: str, clinic: Clinic) -> list[Letter]:
    return [Letter(template=template, recipient=address, to_staff=True) for address in clinic.alert_email_list]


def look_into_quarantine(lead: Lead) -> Event:
    """For the clinic's alert addresses alone: a request that was held back should be looked at first."""
    return Event(
        type="lead.held_back",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={"reference": {"clinic": clinic_reference(lead.clinic), "url": settings.BASE_URL + quarantine_path()}},
        letters=staff_letters("lead_alert_first", lead.clinic),
        letters_only=True,
    )


def lead_updated(
    lead: Lead, *, change: LeadChange, more: Mapping[str, object] | None = None, alerts: bool = True
) -> Event:
    """
    Args:
        alerts: whether the clinic's alert addresses hear of it: not of what a program did for the clinic.
    """
    letters = staff_letters("lead_changed_alert", lead.clinic) if alerts else ()
    return _of_lead(lead, "lead.updated", told={"change": change.value, **(more or {})}, letters=letters)


def person_updated(lead: Lead, *, changed: Sequence[str], alerts: bool = True) -> Event:
    """`changed` names fields, those of `leads.people.details`.

    Args:
        lead: one of theirs, to show in the workspace.
        alerts: as of `lead_updated`.
    """
    person = lead.person
    return Event(
        type="person.updated",
        subject_type="person",
        subject_id=person.pk,
        clinic=lead.clinic,
        bodies={
            "reference": {
                "id": str(person.pk),
                "clinic": clinic_reference(lead.clinic),
                "url": lead_url(lead.pk),
                "lead": {"id": str(lead.pk)},
                "changed": list(changed),
            },
            "preference": preferences(person),
            "contact": contact(person),
        },
        letters=staff_letters("lead_changed_alert", lead.clinic) if alerts else (),
    )


def lead_stage_changed(lead: Lead, *, from_stage: str) -> Event:
    return _of_lead(lead, "lead.stage_changed", told={"from_stage": from_stage})


def lead_closed(lead: Lead, *, lost_reason: str, closed_at: datetime) -> Event:
    """`outcome` is the kind of its stage, "won" or "lost"."""
    told = {"outcome": lead.stage.kind, "lost_reason": lost_reason, "closed_at": rfc3339(closed_at)}
    return _of_lead(lead, "lead.closed", told=told)


def lead_reopened(lead: Lead, *, from_stage: str) -> Event:
    return _of_lead(lead, "lead.reopened", told={"from_stage": from_stage})


def lead_assigned(lead: Lead) -> Event:
    """`owner` is the user's id: a name of the staff is nobody else's business."""
    return _of_lead(lead, "lead.assigned", told={"owner": {"id": str(lead.owner_id)} if lead.owner_id else None})


def _of_lead(lead: Lead, event_type: str, *, told: Mapping[str, object], letters: Sequence[Letter] = ()) -> Event:
    """What became of a lead: references alone, its own and what this event tells beside them."""
    return Event(
        type=event_type,
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={"reference": {**lead_reference(lead), **told}},
        letters=letters,
    )


def message_sent(lead: Lead, message_id: UUID, message: PersonalMessage) -> Event:
    """For the person alone."""
    return Event(
        type="message.sent",
        subject_type="message",
        subject_id=message_id,
        clinic=lead.clinic,
        bodies={"reference": {"id": str(message_id), "lead": {"id": str(lead.pk)}}},
        messages=[message],
        letters_only=True,
    )


def message_received(lead: Lead, message_id: UUID) -> Event:
    """Tells the lead's owner that an answer waits, or the clinic's alert addresses where nobody owns it; all of them
    where a person must look first."""
    owner = lead.owner
    template = "lead_alert_first" if lead.waits_for_a_look else "message_alert"
    letters = []
    if owner and owner.is_active and owner.email:
        letters.append(Letter(template=template, recipient=owner.email, to_staff=True))
    if not letters or lead.waits_for_a_look:
        letters += staff_letters(template, lead.clinic)
    return Event(
        type="message.received",
        subject_type="message",
        subject_id=message_id,
        clinic=lead.clinic,
        bodies={"reference": {"id": str(message_id), "url": lead_url(lead.pk)}},
        letters=letters,
        letters_only=True,
    )
