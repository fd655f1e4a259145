"""What the private link's page may show: enough to decide, too little to learn from for whoever else holds the link."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from leads.consents_in_force import consents_in_force
from leads.models import ConsentRecord, ConsultRequest, ErasureRequest, Lead, LeadEvent
from sites.models import Clinic
from sites.phone_numbers import PhoneNumber


class RequestGone(Exception):
    """The link is good and leads to nothing any more: erased, or held back."""


@dataclass(frozen=True)
class Standing:
    clinic: Clinic
    language: str
    requested_at: datetime
    phone_hint: str
    """The last two digits, or empty."""
    email_hint: str
    """ "j•••@e•••.com", or empty."""
    preferred_contact: str
    best_time: str
    may_be_texted: bool
    is_withdrawn: bool
    erasure_due_date: date | None


def standing_of(request_id: UUID) -> Standing:
    """A constant number of queries; changes nothing.

    Raises:
        RequestGone: there is nothing to show.
    """
    shown = ConsultRequest.objects.filter(lead__quarantine_reason="", lead__erased_at=None)
    found = shown.filter(pk=request_id).select_related("lead__person").first()
    if found is None:
        raise RequestGone
    lead, person = found.lead, found.lead.person
    erasure = ErasureRequest.objects.filter(person=person).first()
    return Standing(
        clinic=Clinic.objects.with_contact_details().get(pk=lead.clinic_id),
        language=found.language,
        requested_at=found.requested_at,
        phone_hint=phone_hint(lead.phone_number),
        email_hint=email_hint(person.email),
        preferred_contact=person.preferred_contact,
        best_time=person.best_time,
        may_be_texted=ConsentRecord.Purpose.SMS in consents_in_force(person),
        is_withdrawn=is_withdrawn(lead),
        erasure_due_date=erasure.due_date if erasure else None,
    )


def is_withdrawn(lead: Lead) -> bool:
    """Whether the sender withdrew it and nobody has moved it since."""
    decisive = lead.events.filter(kind__in=[LeadEvent.Kind.WITHDRAWN, LeadEvent.Kind.STAGE_CHANGED])
    latest = decisive.order_by("-occurred_at", "-id").first()
    return latest is not None and latest.kind == LeadEvent.Kind.WITHDRAWN


def phone_hint(number: PhoneNumber | None) -> str:
    return number.e164[-2:] if number else ""


def email_hint(email: str) -> str:
    name, _, domain = email.rpartition("@")
    ending = domain.rpartition(".")[2]
    return f"{name[0]}•••@{domain[0]}•••.{ending}" if name and domain else ""
