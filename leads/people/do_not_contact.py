"""That somebody must not be called, texted or written to. Whoever is about to do it asks here first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from leads.consents_in_force import consents_in_force, withdraw_consents
from leads.models import ConsentRecord, DoNotContact, Lead, LeadEvent, Person
from leads.people.holding import hold_standing
from staff.models import StaffUser

Channel = DoNotContact.Channel
ALL_CHANNELS = tuple(Channel.values)


def in_force(person: Person) -> DoNotContact | None:
    """The record that holds for a person now, whatever channels it is about. One query."""
    return DoNotContact.objects.filter(person=person, lifted_at=None).first()


def must_not(person: Person, channel: str) -> DoNotContact | None:
    """The record that forbids a channel, or None where nothing does. One query.

    Args:
        channel: a value of `DoNotContact.Channel`.
    """
    record = in_force(person)
    return record if record and channel in record.channels else None


def forbidden_channels(person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What is forbidden with each of many people; of whom nothing is, nothing is told. One query."""
    records = DoNotContact.objects.filter(person__in=set(person_ids), lifted_at=None)
    return dict(records.order_by().values_list("person", "channels"))


@transaction.atomic
def set_do_not_contact(
    person: Person, *, channels: Iterable[str], source: str, actor: StaffUser | None, at: datetime
) -> DoNotContact:
    """Forbid channels, beside those that are forbidden already; enter it in the timeline of all the person's leads.

    With text messages goes the consent to them. Safe to repeat: what is forbidden already is not entered again.

    Args:
        channels: values of `DoNotContact.Channel`, at least one.
        source: a value of `DoNotContact.Source`.
        actor: None where the person said so themselves.

    Raises:
        ValueError: no channel, or one that is none.
        PersonIsGone
    """
    wanted = in_order(channels)
    if not wanted:
        raise ValueError("no channel to forbid")
    person, leads = hold_standing(person)
    record = in_force(person)
    before = record.channels if record else []
    if record is None:
        record = DoNotContact.objects.create(person=person, channels=wanted, source=source, actor=actor, recorded_at=at)
    else:
        record.channels = in_order([*before, *wanted])
        record.save(update_fields=["channels"])
    if Channel.SMS in record.channels:
        withdraw_text_consent(person, at=at)
    if record.channels != before:
        data = {"do_not_contact": str(record.pk), "channels": record.channels, "source": source}
        enter(leads, LeadEvent.Kind.DO_NOT_CONTACT_SET, actor=actor, at=at, data=data)
    return record


@transaction.atomic
def lift_do_not_contact(person: Person, *, actor: StaffUser | None, at: datetime) -> bool:
    """Allow every channel again, but bring no consent back. Returns whether one was forbidden; safe to repeat.

    Raises:
        PersonIsGone
    """
    person, leads = hold_standing(person)
    record = in_force(person)
    if record is None:
        return False
    record.lifted_at, record.lifted_by = at, actor
    record.save(update_fields=["lifted_at", "lifted_by"])
    data = {"do_not_contact": str(record.pk)}
    enter(leads, LeadEvent.Kind.DO_NOT_CONTACT_LIFTED, actor=actor, at=at, data=data)
    return True


def forget_bounced_address(person: Person, *, actor: StaffUser | None, at: datetime) -> None:
    """They have another e-mail address: what came back says nothing of it. What anybody said stays forbidden."""
    record = in_force(person)
    if record and record.source == DoNotContact.Source.BOUNCED and record.channels == [Channel.EMAIL]:
        lift_do_not_contact(person, actor=actor, at=at)


def withdraw_text_consent(person: Person, *, at: datetime) -> None:
    granted = consents_in_force(person).get(ConsentRecord.Purpose.SMS)
    if granted:
        withdraw_consents([granted], at=at)


def in_order(channels: Iterable[str]) -> list[str]:
    """Each once, in the order of `Channel`.

    Raises:
        ValueError: one is no channel.
    """
    chosen = {Channel(each) for each in channels}
    return [each.value for each in Channel if each in chosen]


def enter(
    leads: Iterable[Lead],
    kind: LeadEvent.Kind,
    *,
    actor: StaffUser | None,
    at: datetime,
    data: Mapping[str, object],
) -> None:
    LeadEvent.objects.bulk_create(
        LeadEvent(lead=lead, kind=kind, actor=actor, occurred_at=at, data=data) for lead in leads
    )
