"""What a visitor does through their private link. Each is kept, told to whom it concerns, and safe to repeat."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from integrations import outbox
from leads import events
from leads.consents_in_force import consents_in_force, withdraw_consents
from leads.erasing.requesting import request_of
from leads.lead_changes import LeadChange
from leads.models import ConsentRecord, DoNotContact, ErasureRequest, Lead, LeadEvent, Person, Stage
from leads.models.lead import LeadQuerySet
from leads.people.do_not_contact import ALL_CHANNELS, forget_bounced_address, set_do_not_contact
from leads.pipeline import LostReason, move_lead
from leads.private_link.standing import RequestGone, is_withdrawn
from sites.phone_numbers import PhoneNumber

# Each tells the clinic: a link in the wrong hands must not flood it.
CHANGES_A_DAY = 20

Kind = LeadEvent.Kind
NOTHING = "-"


class TooManyChanges(Exception):
    """So many today that the next has to wait."""


@transaction.atomic(durable=True)
def correct_contact(request_id: UUID, *, phone: PhoneNumber | None, email: str, at: datetime) -> None:
    """Put another phone number, another e-mail address or both in place of the stored ones. Empty: as it is.

    Raises:
        RequestGone, TooManyChanges
    """
    lead = held_lead(request_id)
    person = lead.person
    before: list[tuple[str, str]] = []
    if phone and (person.phone, person.phone_extension) != (phone.e164, phone.extension):
        before.append(("phone", f"{lead.phone_number.display if lead.phone_number else NOTHING} → {phone.display}"))
        person.phone, person.phone_extension = phone.e164, phone.extension
    if email and person.email != email:
        before.append(("email", f"{person.email or NOTHING} → {email}"))
        person.email = email
    if not before or is_withdrawn(lead):
        return
    refuse_floods(lead, at=at)
    person.save(update_fields=["phone", "phone_extension", "email"])
    changed = [name for name, _ in before]
    if "email" in changed:
        forget_bounced_address(person, actor=None, at=at)
    enter(lead, Kind.CONTACT_CORRECTED, at=at, data={"changed": changed}, text="\n".join(line for _, line in before))
    outbox.publish(events.person_updated(lead, changed=changed), occurred_at=at)


@transaction.atomic(durable=True)
def choose_channel(request_id: UUID, *, preferred_contact: str, best_time: str, at: datetime) -> None:
    """Store how and when the sender wants to be reached.

    Raises:
        RequestGone, TooManyChanges
    """
    lead = held_lead(request_id)
    person = lead.person
    chosen = {"preferred_contact": preferred_contact, "best_time": best_time}
    changed = {name: str(getattr(person, name)) for name, value in chosen.items() if getattr(person, name) != value}
    if not changed or is_withdrawn(lead):
        return
    refuse_floods(lead, at=at)
    for name in changed:
        setattr(person, name, chosen[name])
    person.save(update_fields=list(changed))
    text = "\n".join(f"{before or NOTHING} → {chosen[name] or NOTHING}" for name, before in changed.items())
    enter(lead, Kind.CHANNEL_CHOSEN, at=at, data={"changed": list(changed)}, text=text)
    outbox.publish(events.person_updated(lead, changed=list(changed)), occurred_at=at)


@transaction.atomic(durable=True)
def stop_texts(request_id: UUID, *, at: datetime) -> None:
    """Withdraw the consent to text messages, and forbid them.

    Raises:
        RequestGone
    """
    lead = held_lead(request_id)
    granted = consents_in_force(lead.person).get(ConsentRecord.Purpose.SMS)
    if granted is None:
        return
    forbid(lead, [DoNotContact.Channel.SMS], at=at)
    enter(lead, Kind.CONSENT_WITHDRAWN, at=at, data={"purpose": granted.purpose})
    outbox.publish(events.lead_updated(lead, change=LeadChange.TEXT_CONSENT_WITHDRAWN), occurred_at=at)


@transaction.atomic(durable=True)
def withdraw(request_id: UUID, *, at: datetime) -> None:
    """Close the lead, end its consents and cancel what would still be mailed to the sender.

    Raises:
        RequestGone
    """
    close_as_withdrawn(held_lead(request_id), at=at)


@transaction.atomic(durable=True)
def ask_for_erasure(request_id: UUID, *, at: datetime) -> None:
    """Record the wish and the day by which it must be met, withdraw every open request of this person at once, and
    forbid to contact them.

    Raises:
        RequestGone
    """
    lead = held_lead(request_id)
    is_new = not ErasureRequest.objects.filter(person=lead.person).exists()
    due_date = request_of(lead.person, source=ErasureRequest.Source.LINK, at=at).due_date
    others = Lead.objects.open().filter(person_id=lead.person_id).exclude(pk=lead.pk)
    for each in (lead, *held(others)):
        close_as_withdrawn(each, at=at)
    if is_new:
        forbid(lead, ALL_CHANNELS, at=at)
        enter(lead, Kind.ERASURE_REQUESTED, at=at, data={"due_date": due_date.isoformat()})
        more = {"due_date": due_date.isoformat()}
        told = events.lead_updated(lead, change=LeadChange.ERASURE_REQUESTED, more=more)
        outbox.publish(told, occurred_at=at)


def forbid(lead: Lead, channels: Iterable[str], *, at: datetime) -> None:
    source = DoNotContact.Source.LINK
    set_do_not_contact(lead.person, channels=channels, source=source, actor=None, at=at)


def close_as_withdrawn(lead: Lead, *, at: datetime) -> None:
    if is_withdrawn(lead):
        return
    lost = Stage.objects.first_lost()
    if lead.is_open() and lost:
        move_lead(lead, to=lost, actor=None, version=lead.version, at=at, lost_reason=LostReason.WITHDRAWN)
    withdraw_consents(consents_in_force(lead.person).values(), at=at)
    enter(lead, Kind.WITHDRAWN, at=at)
    outbox.publish(events.lead_updated(lead, change=LeadChange.WITHDRAWN), occurred_at=at)
    subjects = [lead.pk, *lead.consult_requests.values_list("pk", flat=True)]
    outbox.cancel_letters_about(subjects, at=at)


def held_lead(request_id: UUID) -> Lead:
    """The request's lead and person, nobody else's until the transaction ends."""
    lead = held(Lead.objects.get_queryset().filter(consult_requests=request_id, erased_at=None)).first()
    if lead is None:
        raise RequestGone
    lead.person = Person.objects.select_for_update().get(pk=lead.person_id)
    return lead


def held(leads: LeadQuerySet) -> LeadQuerySet:
    """Nothing is joined: see `leads.people.holding.hold`."""
    return leads.prefetch_related("person", "clinic", "stage").select_for_update(of=("self",))


def refuse_floods(lead: Lead, *, at: datetime) -> None:
    by_sender = lead.events.filter(kind__in=[Kind.CONTACT_CORRECTED, Kind.CHANNEL_CHOSEN], actor=None)
    lately = by_sender.filter(occurred_at__gt=at - timedelta(days=1)).count()
    if settings.RATELIMIT_ENABLE and lately >= CHANGES_A_DAY:
        raise TooManyChanges


def enter(
    lead: Lead, kind: LeadEvent.Kind, *, at: datetime, data: dict[str, object] | None = None, text: str = ""
) -> None:
    """An entry of the timeline without an actor: the visitor's own. What was stored before is in `text`, encrypted."""
    LeadEvent.objects.create(lead=lead, kind=kind, occurred_at=at, data=data or {}, text=text)
