"""What is known of a person besides their requests, changed by staff or a program: kept with who, when and what stood
there."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from integrations import outbox
from leads import events
from leads.models import LeadEvent, Person
from leads.people.do_not_contact import forget_bounced_address
from leads.people.holding import hold
from leads.programs import Program, data_of, endpoint_of
from staff.models import StaffUser

DETAILS = (
    "full_name",
    "email",
    "phone",
    "phone_extension",
    "preferred_contact",
    "best_time",
    "language",
    "state",
    "communication_needs",
)
# What else changes them, for saying who was quicker.
CHANGES_OF_DETAILS = (
    LeadEvent.Kind.PERSON_CHANGED,
    LeadEvent.Kind.CONTACT_CORRECTED,
    LeadEvent.Kind.CHANNEL_CHOSEN,
    LeadEvent.Kind.PERSON_MERGED,
    LeadEvent.Kind.PERSON_UNMERGED,
)
NOTHING = "-"


class StalePerson(Exception):
    """Somebody changed the person since they were read. Show `person` as stored now, and `last_change`, whose `actor`
    is loaded; None where nobody did."""

    def __init__(self, person: Person, last_change: LeadEvent | None) -> None:
        super().__init__("the person changed since")
        self.person, self.last_change = person, last_change


class PersonIsMerged(StalePerson):
    """Staff found them to be somebody else: `into`. That one is to be changed."""

    @property
    def into(self) -> UUID | None:
        return self.person.merged_into_id


def fingerprint(person: Person) -> str:
    """Stands for the values as they are, for whoever changes them to bring back. Keyed: a hash of a phone number alone
    could be tried out."""
    values = json.dumps([str(person.pk), *(getattr(person, name) for name in DETAILS)])
    return salted_hmac("leads.people.details", values, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def change_person(
    person_id: UUID,
    *,
    values: Mapping[str, str],
    seen: Collection[str],
    actor: StaffUser | None = None,
    program: Program | None = None,
    at: datetime,
) -> tuple[Person, list[str]]:
    """Put `values` in place of the stored ones, enter it in the timeline of all their leads, and announce it.

    Safe to repeat: what is stored already is no change, and the second time the fingerprint is another. The clinic's
    alert addresses are not told: its own staff or its own program did it.

    Args:
        values: by names of DETAILS, normalised as the consult form does; those left out stay.
        seen: fingerprints of what the actor may have looked at.
        at: aware.

    Returns:
        The person, and the names of what changed.

    Raises:
        StalePerson, PersonIsMerged, PersonIsGone
    """
    held = hold([person_id])
    person, leads = held.people[person_id], held.leads[person_id]
    if person.merged_into_id:
        raise PersonIsMerged(person, last_change_of(person))
    changed = [name for name in DETAILS if name in values and getattr(person, name) != values[name]]
    if changed and fingerprint(person) not in seen:
        raise StalePerson(person, last_change_of(person))
    if not changed:
        return person, []
    before = [f"{label_of(name)}: {getattr(person, name) or NOTHING} → {values[name] or NOTHING}" for name in changed]
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    if "email" in changed:
        forget_bounced_address(person, actor=actor, at=at)
    for lead in leads:
        lead.person = person
        LeadEvent.objects.create(
            lead=lead,
            kind=LeadEvent.Kind.PERSON_CHANGED,
            actor=actor,
            occurred_at=at,
            data={"changed": changed, **data_of(program)},
            text="\n".join(before),
        )
    shown = [lead for lead in leads if not lead.quarantine_reason]
    if shown:
        told = events.person_updated(shown[-1], changed=changed, alerts=False)
        outbox.publish(told, occurred_at=at, not_to=endpoint_of(program))
    return person, changed


def last_change_of(person: Person) -> LeadEvent | None:
    entries = LeadEvent.objects.filter(lead__person=person, kind__in=CHANGES_OF_DETAILS)
    return entries.select_related("actor").order_by("-occurred_at", "-id").first()


def label_of(name: str) -> str:
    """The words for one of DETAILS."""
    return str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
