"""What joining two people would do, before anybody decides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leads.consents_in_force import consents_of
from leads.forms import ConsultRequestForm
from leads.models import Call, ConsultRequest, FollowUp, Lead, Message, Person
from leads.people.do_not_contact import in_force
from leads.people.values import VALUES, Value, look_at
from sites.phone_numbers import PhoneNumber

WORDS = {
    "preferred_contact": dict(ConsultRequestForm.PREFERRED_CONTACT),
    "best_time": dict(ConsultRequestForm.BEST_TIMES),
}


@dataclass(frozen=True)
class Difference:
    value: Value
    kept: str
    """In words; empty where nothing is stored."""
    merged: str

    @property
    def suggested(self) -> str:
        """A value rather than none."""
        return "kept" if self.kept or not self.merged else "merged"


@dataclass(frozen=True)
class Preview:
    kept: Person
    merged: Person
    differences: list[Difference]
    moves: list[tuple[str, int]]
    """What goes from the one to the other, in words, and how many; nothing that there is none of."""
    seen: str
    """What `merge_people` compares with what it finds."""


def preview(kept: Person, merged: Person) -> Preview:
    """Changes nothing; a constant number of queries."""
    leads = Lead.including_quarantine.filter(person=merged)
    record = in_force(merged)
    moves = [
        (_("Leads"), leads.count()),
        (_("Requests"), ConsultRequest.objects.filter(lead__in=leads).count()),
        (_("Calls"), Call.objects.filter(lead__in=leads, sequence=0).count()),
        (_("Messages"), Message.objects.filter(lead__in=leads).count()),
        (_("Next steps"), FollowUp.objects.filter(lead__in=leads).count()),
        (_("Consents"), consents_of(merged).count()),
        (_("Channels they must not be contacted by"), len(record.channels) if record else 0),
        (_("Household"), int(merged.household_id is not None and kept.household_id is None)),
    ]
    return Preview(
        kept=kept,
        merged=merged,
        differences=[
            Difference(value, in_words(value, kept), in_words(value, merged))
            for value in VALUES
            if value.of(kept) != value.of(merged)
        ],
        moves=[(what, count) for what, count in moves if count],
        seen=look_at(kept, merged),
    )


def in_words(value: Value, person: Person) -> str:
    if value.name == "phone":
        number = PhoneNumber(e164=person.phone, extension=person.phone_extension) if person.phone else None
        return number.display if number else ""
    stored = str(value.of(person)[0])
    return str(WORDS.get(value.name, {}).get(stored, stored))
