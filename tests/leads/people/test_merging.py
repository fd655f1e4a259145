"""Two people become one, and two again: by the functions."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from integrations.channels.webhook import encode
from integrations.models import OutboxEvent
from leads.consents_in_force import consents_in_force
from leads.matching import possible_duplicates
from leads.models import ConsentRecord, DoNotContact, ErasureRequest, Lead, LeadEvent, Person, PersonMerge, Stage
from leads.people.do_not_contact import in_force, lift_do_not_contact, set_do_not_contact
from leads.people.households import leave_household, mark_household
from leads.people.merging import NotMergeable, OldLook, merge_people
from leads.people.unmerging import NotUndoable, undo_merge
from leads.people.values import look_at
from leads.pipeline import StaleLead, move_lead
from leads.retention import delete_old_spam
from protection.data_classes import DataClass
from sites.models import Clinic
from staff.models import StaffUser
from tests.contract import assert_contract

pytestmark = pytest.mark.django_db

Merge = Callable[..., PersonMerge]
KIND = LeadEvent.Kind
OWN_PHONE, OTHER_PHONE = "+12185550187", "+12185550188"


def stored(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def agree_to_texts(lead: Lead, *, at: datetime, granted: bool = True) -> None:
    ConsentRecord.objects.create(
        person=lead.person, purpose="sms", granted=granted, wording="Yes.", language="en", recorded_at=at
    )


def told(event_type: str) -> dict[str, Any]:
    event = OutboxEvent.objects.get(type=event_type)
    payload: dict[str, Any] = json.loads(encode(event, data_class=DataClass.HEALTH))
    return payload


def test_the_leads_move_with_all_that_hangs_on_them_and_the_chosen_value_wins(
    lead: Lead, other: Lead, merge: Merge
) -> None:
    merge(lead, other)

    person = stored(lead.person)
    assert {each.pk for each in person.leads.all()} == {lead.pk, other.pk}
    assert (person.full_name, person.phone, person.email) == ("Jo Marlowe", OTHER_PHONE, "jo@example.com")
    assert stored(other.person).merged_into == person
    assert stored(other).consult_requests.count() == 1


def test_it_stands_in_every_timeline_by_ids_and_in_the_contracts_event(lead: Lead, other: Lead, merge: Merge) -> None:
    ledger = merge(lead, other)

    for each in (lead, other):
        entry = each.events.get(kind=KIND.PERSON_MERGED)
        ids = {"merge": str(ledger.pk), "kept": str(lead.person_id), "merged": str(other.person_id)}
        assert (entry.data, entry.text) == (ids, "")
    assert_contract(told("person.merged"), "person.merged.v1")


def test_the_ledger_shows_no_contact_data_in_plain(lead: Lead, other: Lead, merge: Merge) -> None:
    merge(lead, other)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM leads_personmerge")
        row = str(cursor.fetchall())
    for word in (OWN_PHONE, OTHER_PHONE, "Marlow", "jo@example.com"):
        assert word not in row


@pytest.mark.parametrize("side", ["lead", "other"])
def test_a_decision_made_on_an_old_look_at_either_lead_is_refused(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime, side: str
) -> None:
    old = stored({"lead": lead, "other": other}[side])
    merge(lead, other)

    with pytest.raises(StaleLead) as refused:
        move_lead(old, to=Stage.objects.get(slug="attempting"), actor=coordinator, version=old.version, at=now)

    assert refused.value.last_change
    assert refused.value.last_change.kind == KIND.PERSON_MERGED


def test_a_choice_between_values_that_changed_since_is_refused(lead: Lead, other: Lead, merge: Merge) -> None:
    seen = look_at(lead.person, other.person)
    Person.objects.filter(pk=other.person_id).update(phone="+12185550111")

    with pytest.raises(OldLook):
        merge(lead, other, seen=seen)

    assert stored(other).person_id == other.person_id


def test_people_of_two_clinics_are_never_one(
    lead: Lead, other_clinic: Clinic, make_lead: Callable[..., Lead], merge: Merge
) -> None:
    with pytest.raises(NotMergeable, match="other_clinic"):
        merge(lead, make_lead(other_clinic))


def test_nobody_is_joined_with_themselves_or_twice(lead: Lead, other: Lead, merge: Merge) -> None:
    with pytest.raises(NotMergeable, match="same_person"):
        merge(lead, lead)
    merge(lead, other)
    with pytest.raises(NotMergeable, match="merged_before"):
        merge(lead, other)

    assert PersonMerge.objects.count() == 1


def test_who_was_joined_is_no_duplicate_any_more_and_others_still_are(
    lead: Lead, other: Lead, merge: Merge, make_lead: Callable[..., Lead]
) -> None:
    third = make_lead(lead.clinic, full_name="Jo Marlowe")
    merge(lead, other)

    hints = possible_duplicates(Lead.objects.select_related("person").get(pk=third.pk))

    assert {each.lead.person_id for each in hints} == {lead.person_id}


def test_a_request_from_the_joined_persons_address_joins_the_kept_ones_lead(
    client: Client, lead: Lead, other: Lead, merge: Merge, clock: Any
) -> None:
    merge(lead, other, choices={})
    typed = {"full_name": "Jo Marlow", "email": "jo@example.com", "phone": "(218) 555-0188", "message": "Again."}

    client.post("/consult-requests/", typed | {"clinic": lead.clinic.slug})

    assert Lead.objects.count() == 2
    assert {each.person_id for each in Lead.objects.all()} == {lead.person_id}


def test_another_name_at_the_joined_persons_address_is_somebody_else(
    client: Client, lead: Lead, other: Lead, merge: Merge, clock: Any
) -> None:
    merge(lead, other, choices={})
    typed = {"full_name": "Ana Marlow", "email": "jo@example.com", "phone": "(218) 555-0188", "message": "My back."}

    client.post("/consult-requests/", typed | {"clinic": lead.clinic.slug})

    assert Lead.objects.count() == 3


def test_no_channel_is_allowed_that_was_forbidden_to_either(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime
) -> None:
    set_do_not_contact(lead.person, channels=["email"], source="staff", actor=coordinator, at=now)
    set_do_not_contact(other.person, channels=["sms"], source="stop", actor=None, at=now)

    ledger = merge(lead, other)
    record = in_force(lead.person)
    assert record
    assert record.channels == ["sms", "email"]

    undo_merge(ledger, actor=coordinator, at=now)
    records = {each.person_id: each.channels for each in DoNotContact.objects.filter(lifted_at=None)}
    assert records == {lead.person_id: ["email"], other.person_id: ["sms"]}


def test_a_record_that_moved_and_was_lifted_stays_lifted(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime
) -> None:
    set_do_not_contact(other.person, channels=["call"], source="staff", actor=coordinator, at=now)
    ledger = merge(lead, other)
    lift_do_not_contact(lead.person, actor=coordinator, at=now)

    undo_merge(ledger, actor=coordinator, at=now)

    assert in_force(other.person) is None
    assert DoNotContact.objects.get().person == other.person


def test_who_still_holds_the_other_person_forbids_the_one_who_stands(
    lead: Lead, other: Lead, merge: Merge, now: datetime
) -> None:
    merge(lead, other)

    set_do_not_contact(other.person, channels=["sms"], source="stop", actor=None, at=now)

    assert in_force(lead.person)


def test_a_consent_to_texts_is_for_its_number(lead: Lead, other: Lead, merge: Merge, now: datetime) -> None:
    agree_to_texts(other, at=now)

    merge(lead, other, choices={})
    assert "sms" not in consents_in_force(stored(lead.person))

    Person.objects.filter(pk=lead.person_id).update(phone=OTHER_PHONE)
    assert "sms" in consents_in_force(stored(lead.person))


def test_a_number_that_replaces_another_has_no_consent_of_the_old_one(
    lead: Lead, other: Lead, merge: Merge, now: datetime
) -> None:
    agree_to_texts(lead, at=now - timedelta(days=1))

    merge(lead, other, choices={"phone": "merged"})

    assert "sms" not in consents_in_force(stored(lead.person))


def test_a_wish_to_be_erased_follows(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime
) -> None:
    wish = ErasureRequest.objects.create(person=other.person, requested_at=now, due_date=now.date())

    ledger = merge(lead, other)
    assert stored(wish).person_id == lead.person_id

    undo_merge(ledger, actor=coordinator, at=now)
    assert stored(wish).person_id == other.person_id


def test_undone_everything_is_as_it_was_and_told(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime
) -> None:
    before = [look_at(stored(lead.person), stored(other.person))]

    undone = undo_merge(merge(lead, other), actor=coordinator, at=now)

    assert undone.left_as_changed == []
    assert [look_at(stored(lead.person), stored(other.person))] == before
    assert stored(lead).person_id == lead.person_id
    assert stored(other).person_id == other.person_id
    assert other.events.filter(kind=KIND.PERSON_UNMERGED).count() == 1
    assert_contract(told("person.unmerged"), "person.unmerged.v1")


def test_what_staff_changed_since_stays(
    lead: Lead, other: Lead, merge: Merge, coordinator: StaffUser, now: datetime, make_lead: Callable[..., Lead]
) -> None:
    ledger = merge(lead, other, choices={"phone": "merged", "full_name": "merged"})
    Person.objects.filter(pk=lead.person_id).update(phone="+12185550111")
    since = make_lead(lead.clinic)
    Lead.objects.filter(pk=since.pk).update(person=lead.person_id)

    undone = undo_merge(ledger, actor=coordinator, at=now)

    assert undone.left_as_changed == ["phone"]
    person = stored(lead.person)
    assert (person.phone, person.full_name) == ("+12185550111", "Jo Marlowe")
    assert stored(since).person_id == lead.person_id


def test_undoing_twice_or_beneath_a_later_merge_is_refused(
    lead: Lead,
    other: Lead,
    merge: Merge,
    make_lead: Callable[..., Lead],
    coordinator: StaffUser,
    now: datetime,
) -> None:
    third, fourth = make_lead(lead.clinic), make_lead(lead.clinic)
    first = merge(lead, other)
    second = merge(lead, third, at=now + timedelta(minutes=1))
    last = merge(fourth, lead, at=now + timedelta(minutes=2))
    assert {each.person_id for each in Lead.objects.all()} == {fourth.person_id}

    for ledger in (first, second):
        with pytest.raises(NotUndoable, match="built_upon"):
            undo_merge(ledger, actor=coordinator, at=now)
    for ledger in (last, second, first):
        undo_merge(ledger, actor=coordinator, at=now)
    with pytest.raises(NotUndoable, match="undone_before"):
        undo_merge(first, actor=coordinator, at=now)

    for each in (lead, other, third, fourth):
        assert stored(each).person_id == each.person_id
        assert stored(each.person).merged_into_id is None


def test_a_household_is_not_joined_and_its_hint_says_so(lead: Lead, other: Lead, merge: Merge) -> None:
    mark_household(lead.person, other.person)

    with pytest.raises(NotMergeable, match="one_household"):
        merge(lead, other)
    hint = possible_duplicates(Lead.objects.select_related("person").get(pk=lead.pk))[0]
    assert (hint.reason, hint.is_household) == ("Same household", True)

    assert leave_household(stored(other.person))
    assert not leave_household(stored(lead.person))


def test_people_of_two_clinics_are_no_household(
    lead: Lead, other_clinic: Clinic, make_lead: Callable[..., Lead]
) -> None:
    with pytest.raises(NotMergeable, match="other_clinic"):
        mark_household(lead.person, make_lead(other_clinic).person)


def test_spam_that_was_joined_goes_after_its_time_and_takes_nothing_else_along(
    lead: Lead, make_lead: Callable[..., Lead], merge: Merge, now: datetime
) -> None:
    spam = make_lead(lead.clinic, quarantine_reason="honeypot", spam_marked_at=now - timedelta(days=60))
    agree_to_texts(lead, at=now)
    merge(lead, spam)

    assert delete_old_spam(at=now) == 1

    assert Lead.including_quarantine.get() == lead
    assert lead.person.consents.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_join_the_same_people_at_once_make_one_merge(
    clinic: Clinic, make_lead: Callable[..., Lead], make_staff: Callable[..., StaffUser], now: datetime
) -> None:
    Stage.objects.get_or_create(slug="new", defaults={"name": "New", "position": 1, "kind": "open"})
    one, other, actor = make_lead(clinic), make_lead(clinic, full_name="Jo Marlow"), make_staff("robin")
    barrier, refused = threading.Barrier(2), []

    def press(kept: Person, merged: Person) -> None:
        barrier.wait()
        try:
            merge_people(kept, merged, choices={}, actor=actor, at=now)
        except NotMergeable as why:
            refused.append(str(why))
        except DatabaseError as why:
            refused.append(f"database: {why}")
        finally:
            connection.close()

    pairs = [(one.person, other.person), (other.person, one.person)]
    threads = [threading.Thread(target=press, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["merged_before"]
    assert PersonMerge.objects.count() == 1
    assert len({each.person_id for each in Lead.objects.all()}) == 1
