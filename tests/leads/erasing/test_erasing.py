"""Erasing somebody: what goes, what stays, who hears of it, and that nothing brings it back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord, Delivery, DeliveryAttempt, Endpoint, OutboxEvent
from leads.erasing import erasure
from leads.erasing.erasure import erase_person
from leads.erasing.refusal import LeadErased
from leads.erasing.requesting import record_told_erasure
from leads.follow_ups import plan_follow_up
from leads.intake import record_consult_request
from leads.models import ConsultRequest, DoNotContact, ErasureRequest, FollowUp, Lead, LeadEvent, Person, Stage
from leads.people.holding import PersonIsGone
from leads.people.households import mark_household
from leads.people.merging import merge_people
from leads.pipeline import StaleLead, add_note, move_lead
from leads.private_link.standing import RequestGone, standing_of
from leads.retention import delete_old_spam
from leads.submission import Submission
from protection.models import AuditEntry
from sites.models import Clinic
from sites.phone_numbers import parse_phone_number
from staff.models import StaffUser
from tests.contract import assert_contract
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def typed_by_jo() -> Submission:
    return Submission(
        full_name="Jo Marlowe",
        email="jo@example.com",
        phone=parse_phone_number("(218) 555-0187"),
        phone_typed="(218) 555-0187",
        message="My back, for two years.",
        page="/clinics/duluth/",
    )


@pytest.fixture
def lead(clinic: Clinic, now: datetime) -> Lead:
    return record_consult_request(typed_by_jo(), clinic=clinic, requested_at=now).lead


def erase(lead: Lead, *, by: StaffUser | None = None, at: datetime | None = None) -> erasure.Erased:
    return erase_person(lead.person, by=by, at=at or timezone.now())


def test_nothing_is_left_of_the_person_and_their_request(lead: Lead, now: datetime) -> None:
    erase(lead)

    person, request = Person.objects.get(), ConsultRequest.objects.get()
    assert (person.full_name, person.email, person.phone, person.search_text) == ("", "", "", "   ")
    assert (request.full_name, request.email, request.phone_typed, request.message) == ("", "", "", "")
    assert (request.page, request.digest) == ("", "")
    assert (person.pk, request.requested_at, request.source) == (lead.person_id, now, "form")


def test_an_open_lead_is_closed_as_withdrawn_and_a_closed_one_stays_where_it_is(
    lead: Lead, make_lead: Callable[..., Lead], now: datetime
) -> None:
    won = Stage.objects.get(slug="treatment-started")
    closed = make_lead(lead.clinic, stage=won, closed_at=now - timedelta(days=9))
    Lead.objects.filter(pk=closed.pk).update(person=lead.person)

    erase(lead)

    lead.refresh_from_db()
    closed.refresh_from_db()
    assert (lead.stage.kind, lead.lost_reason, lead.closed_at) == ("lost", "withdrawn", now)
    assert (closed.stage, closed.closed_at) == (won, now - timedelta(days=9))
    assert lead.shown_name == closed.shown_name == "Erased"


def test_what_somebody_made_up_as_a_reason_goes(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    lost = Stage.objects.first_lost()
    assert lost is not None
    move_lead(lead, to=lost, actor=None, version=lead.version, at=now, lost_reason="Jo is pregnant")

    erase(lead)

    lead.refresh_from_db()
    assert lead.lost_reason == ""
    assert lead.events.get(kind="stage_changed").data["lost_reason"] == ""


def test_events_are_emptied_and_what_is_on_its_way_never_leaves(
    lead: Lead, crm: Receiver, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    told_before = list(Delivery.objects.values_list("pk", flat=True))
    assert told_before

    erase(lead)
    deliver_due(now=now)

    about = OutboxEvent.objects.exclude(type__endswith=".erased")
    assert {event.bodies for event in about} == {None}
    assert all(event.emptied_at == now for event in about)
    assert {each.state for each in Delivery.objects.filter(pk__in=told_before)} == {"cancelled"}
    assert not any(each.recipient or each.letter_values for each in Delivery.objects.all())


def test_what_receivers_answered_goes(
    clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    make_endpoint(clinic)
    lead = record_consult_request(typed_by_jo(), clinic=clinic, requested_at=now).lead
    deliver_due(now=now)
    DeliveryAttempt.objects.update(response_excerpt="Thanks, Jo Marlowe")

    erase(lead)

    assert not any(each.response_excerpt for each in DeliveryAttempt.objects.all())


def test_others_hear_of_each_lead_and_once_of_the_person(
    clinic: Clinic, lead: Lead, crm: Receiver, make_endpoint: Callable[..., Endpoint], now: datetime
) -> None:
    make_endpoint(clinic, events=["*.erased"])

    erase(lead)
    deliver_due(now=now)

    assert crm.types == ["lead.erased", "person.erased"]
    for event_type in crm.types:
        assert_contract(crm.event(event_type), f"{event_type}.v1")


def test_erasing_again_announces_nothing_and_empties_what_came_in_between(lead: Lead, now: datetime) -> None:
    erase(lead)
    Person.objects.update(full_name="Jo Marlowe")
    counted = [model.objects.count() for model in (OutboxEvent, Delivery, LeadEvent, AuditEntry, ErasureRequest)]

    again = erase(lead, at=now + timedelta(hours=1))

    assert not again.is_new
    assert counted == [
        model.objects.count() for model in (OutboxEvent, Delivery, LeadEvent, AuditEntry, ErasureRequest)
    ]
    assert (Person.objects.get().full_name, Person.objects.get().erased_at) == ("", now)
    assert OutboxEvent.objects.filter(type="lead.erased").get().bodies is not None


def test_killed_in_the_middle_it_has_changed_nothing(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    before = dump()
    monkeypatch.setattr(erasure, "announce", die)
    with pytest.raises(Killed):
        erase(lead)

    assert dump() == before


def dump() -> list[Any]:
    rows = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += sorted(map(str, cursor.fetchall()))
    return rows


def test_who_did_it_and_when_is_kept_without_a_name(lead: Lead, manager: StaffUser, now: datetime) -> None:
    erase(lead, by=manager)

    request, entry = ErasureRequest.objects.get(), AuditEntry.objects.get(action="erased")
    assert (request.carried_out_at, request.carried_out_by, request.source) == (now, manager, "command")
    assert (entry.actor, entry.subject_id, entry.clinic_id) == (str(manager.pk), str(lead.person_id), lead.clinic_id)
    assert entry.data["consult_requests"] == 1
    assert "Marlowe" not in str(entry.data)
    assert lead.events.first().kind == "erased"  # type: ignore[union-attr]


def test_nothing_can_be_done_with_it_any_more(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    erase(lead)
    lead.refresh_from_db()
    connected = Stage.objects.get(slug="connected")

    with pytest.raises(StaleLead):
        move_lead(lead, to=connected, actor=coordinator, version=lead.version, at=now)
    with pytest.raises(LeadErased):
        add_note(lead, text="Called again", actor=coordinator, at=now)
    with pytest.raises(LeadErased):
        plan_follow_up(lead, kind="call", due_at=now, owner=None, actor=coordinator, at=now)
    with pytest.raises(PersonIsGone):
        record_told_erasure(lead.person, source="phone", actor=coordinator, at=now)


def test_nobody_is_joined_with_somebody_who_was_erased(
    lead: Lead, make_lead: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    other = make_lead(lead.clinic)
    erase(lead)

    for kept, merged in ((lead.person, other.person), (other.person, lead.person)):
        with pytest.raises(PersonIsGone):
            merge_people(kept, merged, choices={}, actor=coordinator, at=now)


def test_the_same_human_is_somebody_new(lead: Lead, now: datetime) -> None:
    erase(lead)

    later = record_consult_request(typed_by_jo(), clinic=lead.clinic, requested_at=now + timedelta(days=1))

    assert later.lead_id != lead.pk
    assert later.lead.person_id != lead.person_id
    assert Person.objects.get(pk=lead.person_id).full_name == ""


def test_the_private_link_leads_nowhere(lead: Lead) -> None:
    request = ConsultRequest.objects.get()
    erase(lead)

    with pytest.raises(RequestGone):
        standing_of(request.pk)


def test_whom_staff_joined_with_them_goes_too(
    lead: Lead, make_lead: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    twin = make_lead(lead.clinic, full_name="J. Marlowe")
    merge = merge_people(lead.person, twin.person, choices={"full_name": "merged"}, actor=coordinator, at=now)
    assert "Marlowe" in str(merge.before)

    erase(twin)

    merge.refresh_from_db()
    assert set(Person.objects.values_list("full_name", "email", "phone")) == {("", "", "")}
    assert not Person.objects.filter(erased_at=None).exists()
    assert merge.before == {}
    assert ErasureRequest.objects.get().person == lead.person


def test_two_who_were_joined_and_both_asked_are_done_at_once(
    lead: Lead, make_lead: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    twin = make_lead(lead.clinic)
    for each in (lead, twin):
        record_told_erasure(each.person, source="phone", actor=coordinator, at=now)
    merge_people(lead.person, twin.person, choices={}, actor=coordinator, at=now)

    erase(lead)

    assert set(ErasureRequest.objects.values_list("carried_out_at", flat=True)) == {now}


def test_a_family_member_stays_and_is_in_no_household_of_one(
    lead: Lead, make_lead: Callable[..., Lead], now: datetime
) -> None:
    sister = make_lead(lead.clinic, full_name="Ana Marlowe")
    mark_household(lead.person, sister.person)

    erase(lead)

    sister.person.refresh_from_db()
    assert (sister.person.full_name, sister.person.household) == ("Ana Marlowe", None)


def test_plans_are_taken_off_and_that_nobody_may_contact_them_stays(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    plan_follow_up(lead, kind="call", due_at=now, note="Ask about Jo's back", owner=None, actor=coordinator, at=now)
    record_told_erasure(lead.person, source="phone", actor=coordinator, at=now)

    erase(lead, by=coordinator)

    step = FollowUp.objects.get()
    assert (step.note, step.outcome, step.closed_at) == ("", "cancelled", now)
    assert DoNotContact.objects.get(lifted_at=None).channels == ["call", "sms", "email"]
    assert ErasureRequest.objects.get().source == "phone"


def test_a_wish_told_to_staff_leaves_them_alone_at_once_and_counts_once(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    first = record_told_erasure(lead.person, source="phone", actor=coordinator, at=now)
    again = record_told_erasure(lead.person, source="writing", actor=coordinator, at=now)

    lead.refresh_from_db()
    assert first == again
    assert (first.source, first.recorded_by, first.due_date) == (
        "phone",
        coordinator,
        (now + timedelta(days=30)).date(),
    )
    assert (lead.lost_reason, lead.is_open()) == ("withdrawn", False)
    assert "erasure_requested" in lead.events.values_list("kind", flat=True)


def test_crms_are_asked_to_erase_what_they_know(
    lead: Lead, make_lead: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    connected = CrmConnection.objects.create(clinic=lead.clinic, vendor="hubspot")
    known = {"connection": connected, "vendor_type": "contacts", "synced_at": now}
    CrmRecord.objects.create(
        kind="contact", subject_id=lead.person_id, vendor_id="101", sent={"phone": {"digest": "a", "at": "b"}}, **known
    )

    erase(lead)

    record = CrmRecord.objects.get()
    assert (record.sent, record.erase_asked_at) == ({}, now)


def test_deleting_old_spam_passes_over_those_who_were_erased(
    clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    spam = make_lead(clinic, quarantine_reason="links", spam_marked_at=now - timedelta(days=400))
    erase(spam)
    other = make_lead(clinic, quarantine_reason="links", spam_marked_at=now - timedelta(days=400))

    assert delete_old_spam(at=now) == 1

    assert Lead.including_quarantine.filter(pk=spam.pk).exists()
    assert not Lead.including_quarantine.filter(pk=other.pk).exists()


def test_the_list_the_page_and_the_search_say_erased(signed_in: Client, lead: Lead) -> None:
    erase(lead)

    page = signed_in.get(f"/admin/leads/{lead.pk}/").content.decode()
    rows = signed_in.get("/admin/leads/?view=all").content.decode()
    found = signed_in.get("/admin/leads/?q=marlowe").content.decode()

    assert "Erased" in page
    assert "Erased" in rows
    assert str(lead.pk) not in found
    for text in (page, rows):
        assert "Marlowe" not in text
        assert "0187" not in text
    assert "/note/" not in page


def test_a_form_that_was_still_open_saves_nothing(signed_in: Client, lead: Lead) -> None:
    erase(lead)

    answer = signed_in.post(f"/admin/leads/{lead.pk}/note/", {"text": "Called Jo Marlowe"}, follow=True)

    assert "This person was erased" in answer.content.decode()
    assert not lead.events.filter(kind="note").exists()
    assert not AuditEntry.objects.filter(action="changed").exists()
