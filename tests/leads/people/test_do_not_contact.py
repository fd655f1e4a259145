"""Somebody who must not be contacted: by the functions that staff, senders and the private link share."""

from collections.abc import Callable
from datetime import datetime

import pytest

from leads.consents_in_force import consents_in_force
from leads.models import ConsentRecord, DoNotContact, Lead, LeadEvent
from leads.people.do_not_contact import in_force, lift_do_not_contact, must_not, set_do_not_contact
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

CALL, SMS, EMAIL = DoNotContact.Channel.values
KIND = LeadEvent.Kind


@pytest.fixture
def lead(clinic: Clinic, make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(clinic)


def forbid(lead: Lead, *channels: str, actor: StaffUser | None = None, at: datetime) -> DoNotContact:
    return set_do_not_contact(lead.person, channels=channels, source="staff", actor=actor, at=at)


def test_a_channel_that_was_forbidden_is_and_others_are_not(lead: Lead, now: datetime) -> None:
    assert in_force(lead.person) is None

    record = forbid(lead, SMS, at=now)

    assert must_not(lead.person, SMS) == in_force(lead.person) == record
    assert must_not(lead.person, CALL) is None


def test_it_stands_in_the_timeline_of_every_lead_of_the_person(
    lead: Lead, make_lead: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    second = make_lead(lead.clinic)
    Lead.objects.filter(pk=second.pk).update(person=lead.person)

    record = forbid(lead, CALL, actor=coordinator, at=now)

    for each in (lead, second):
        entry = each.events.get(kind=KIND.DO_NOT_CONTACT_SET)
        assert entry.data == {"do_not_contact": str(record.pk), "channels": [CALL], "source": "staff"}
        assert entry.actor == coordinator


def test_more_channels_join_the_one_record_and_twice_is_once(lead: Lead, now: datetime) -> None:
    forbid(lead, EMAIL, at=now)
    forbid(lead, CALL, at=now)
    forbid(lead, EMAIL, at=now)

    assert DoNotContact.objects.get().channels == [CALL, EMAIL]
    assert lead.events.filter(kind=KIND.DO_NOT_CONTACT_SET).count() == 2


def test_without_texts_goes_the_consent_to_them_and_no_other(lead: Lead, now: datetime) -> None:
    for purpose in ("contact", "sms"):
        ConsentRecord.objects.create(
            person=lead.person, purpose=purpose, granted=True, wording="Yes.", language="en", recorded_at=now
        )

    forbid(lead, SMS, at=now)

    assert list(consents_in_force(lead.person)) == ["contact"]


def test_lifted_it_is_kept_and_holds_no_more(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    record = forbid(lead, CALL, at=now)

    assert lift_do_not_contact(lead.person, actor=coordinator, at=now)
    assert not lift_do_not_contact(lead.person, actor=coordinator, at=now)

    assert in_force(lead.person) is None
    record.refresh_from_db()
    assert (record.lifted_at, record.lifted_by) == (now, coordinator)
    assert lead.events.filter(kind=KIND.DO_NOT_CONTACT_LIFTED).count() == 1


@pytest.mark.parametrize("channels", [[], ["pigeon"]])
def test_what_is_no_channel_is_refused_and_changes_nothing(lead: Lead, now: datetime, channels: list[str]) -> None:
    with pytest.raises(ValueError, match=r"channel|pigeon"):
        forbid(lead, *channels, at=now)

    assert not DoNotContact.objects.exists()
