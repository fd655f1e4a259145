"""By what somebody is known in rows that name no person: a form that was saved, a request that waits, a call."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from leads.email_addresses import normalise_email
from leads.matching import plain_name
from leads.models import ConsultRequest, Person
from sites.phone_numbers import parse_phone_number


@dataclass(frozen=True)
class Addresses:
    names: frozenset[str]
    """As `leads.matching.plain_name` has them."""
    emails: frozenset[str]
    phones: frozenset[str]
    """E.164."""

    def are_of(self, name: str, *, email: str, phone: str) -> bool:
        """Whether somebody with one of these addresses is they: by no other name, for families share addresses."""
        shares_address = email in self.emails or phone in self.phones
        return shares_address and plain_name(name) in {"", *self.names}

    def are_in_form(self, values: Mapping[str, Sequence[str]]) -> bool:
        """`values` as a browser posts them: nothing was looked at yet."""
        name, email, phone = (" ".join(values.get(field, ())) for field in ("full_name", "email", "phone"))
        return self.are_of(name, email=email_in(email), phone=phone_in(phone))


def addresses_of(people: Collection[UUID]) -> Addresses:
    """Of people and of what they sent: somebody may have corrected either since. Nothing where they were erased."""
    known = list(Person.objects.filter(pk__in=people).values_list("full_name", "email", "phone"))
    sent = ConsultRequest.objects.filter(lead__person__in=people)
    known += [
        (name, email, phone_in(typed)) for name, email, typed in sent.values_list("full_name", "email", "phone_typed")
    ]
    names, emails, phones = (frozenset(filter(None, column)) for column in zip(*known, strict=True))
    return Addresses(frozenset(map(plain_name, names)), emails, phones)


def email_in(typed: str) -> str:
    with suppress(ValidationError):
        return normalise_email(typed)
    return ""


def phone_in(typed: str) -> str:
    with suppress(ValidationError):
        return parse_phone_number(typed).e164
    return ""
