"""That somebody asked to be erased: by their private link, or told to staff. Who asked is left alone at once."""

from datetime import datetime, timedelta

from django.db import transaction

from integrations import outbox
from leads import events
from leads.consents_in_force import consents_in_force, withdraw_consents
from leads.lead_changes import LeadChange
from leads.models import DoNotContact, ErasureRequest, Lead, LeadEvent, Person, Stage
from leads.people.do_not_contact import ALL_CHANNELS, enter, set_do_not_contact
from leads.people.holding import hold_standing
from leads.pipeline import LostReason, move_lead
from staff.models import StaffUser

# Washington's My Health My Data Act and California's CCPA give 45 days, the GDPR a month: the shortest, for everybody.
ERASURE_WITHIN = timedelta(days=30)

Source = ErasureRequest.Source


@transaction.atomic
def record_told_erasure(person: Person, *, source: str, actor: StaffUser, at: datetime) -> ErasureRequest:
    """What the private link does for somebody who asked the staff: record the wish and its day, close open leads as
    withdrawn, end consents, cancel letters that wait, and forbid to contact them. Safe to repeat.

    Args:
        source: a value of `ErasureRequest.Source`.

    Raises:
        PersonIsGone: erased already.
    """
    person, leads = hold_standing(person)
    known = ErasureRequest.objects.filter(person=person).first()
    if known:
        return known
    request = request_of(person, source=source, recorded_by=actor, at=at)
    for lead in leads:
        withdraw(lead, at=at)
    withdraw_consents(consents_in_force(person).values(), at=at)
    set_do_not_contact(person, channels=ALL_CHANNELS, source=DoNotContact.Source.STAFF, actor=actor, at=at)
    data = {"due_date": request.due_date.isoformat(), "source": source}
    enter(leads, LeadEvent.Kind.ERASURE_REQUESTED, actor=actor, at=at, data=data)
    shown = [lead for lead in leads if not lead.quarantine_reason]
    if shown:
        more = {"due_date": request.due_date.isoformat()}
        told = events.lead_updated(shown[-1], change=LeadChange.ERASURE_REQUESTED, more=more, alerts=False)
        outbox.publish(told, occurred_at=at)
    return request


def request_of(
    person: Person, *, source: str = Source.COMMAND, recorded_by: StaffUser | None = None, at: datetime
) -> ErasureRequest:
    """The wish of a standing person, made now where there is none. In the caller's transaction."""
    request, _is_new = ErasureRequest.objects.get_or_create(
        person=person,
        defaults={
            "source": source,
            "recorded_by": recorded_by,
            "requested_at": at,
            "due_date": person.clinic.local_date(at=at + ERASURE_WITHIN),
        },
    )
    return request


def withdraw(lead: Lead, *, at: datetime) -> None:
    """In nobody's name: the person did it, and may from wherever the lead stands."""
    lost = Stage.objects.first_lost()
    if lead.is_open() and lost and not lead.quarantine_reason:
        move_lead(lead, to=lost, actor=None, version=lead.version, at=at, lost_reason=LostReason.WITHDRAWN)
    outbox.cancel_letters_about([lead.pk, *lead.consult_requests.values_list("pk", flat=True)], at=at)
