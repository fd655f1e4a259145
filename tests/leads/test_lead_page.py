"""The lead's page: what it says before somebody calls, what it warns of, and what it costs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from leads.calls.by_staff import log_call_made
from leads.follow_ups import plan_follow_up
from leads.groups import ensure_clinic_coordinators
from leads.models import DoNotContact, Lead, LeadEvent, Message
from leads.people.do_not_contact import set_do_not_contact
from leads.pipeline import add_note
from leads.timeline_page import ENTRIES_SHOWN
from sites.models import Clinic, Provider, ProviderRole
from staff.models import StaffUser

pytestmark = pytest.mark.usefixtures("clock")

MakeLead = Callable[..., Lead]
HOUR = timedelta(hours=1)


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead, now: datetime) -> Lead:
    return make_lead(clinic, answer_due_at=now + HOUR)


def url(lead: Lead, name: str = "inspect") -> str:
    return reverse(f"leads:{name}", args=[lead.pk])


def page_of(client: Client, lead: Lead) -> str:
    response = client.get(url(lead))
    assert response.status_code == 200
    return str(response.content.decode())


def text_of(client: Client, lead: Lead) -> str:
    return " ".join(strip_tags(page_of(client, lead)).split())


def test_it_says_who_how_to_reach_them_and_how_long_there_is(signed_in: Client, lead: Lead) -> None:
    """NOW is a Wednesday at ten in Central Time."""
    page, text = page_of(signed_in, lead), text_of(signed_in, lead)

    assert 'href="tel:+12185550187"' in page
    for words in ("Jo Marlowe", "Answer: 60 open minutes left", "10 a.m. C", "Nobody yet", "Text message", "Not known"):
        assert words in text, words
    assert "<title>" in page
    assert "Jo Marlowe" not in page.partition("<title>")[2].partition("</title>")[0]


def test_a_stopped_clock_says_who_stopped_it(
    signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    log_call_made(lead, outcome="reached", actor=coordinator, at=now)

    assert "Answered by Robin Vale" in text_of(signed_in, lead)


@pytest.mark.parametrize(
    ("state", "warns"), [("TX", True), ("MN", False), ("WI", False), ("", False)], ids=["TX", "MN", "WI", "not known"]
)
def test_a_state_in_which_nobody_of_the_clinic_is_licensed_is_warned_of(
    signed_in: Client, clinic: Clinic, lead: Lead, state: str, warns: bool
) -> None:
    """The clinic's record names Minnesota, somebody who practises there Wisconsin; who left counts no more."""
    clinic.licence_states = "MN"
    clinic.save()
    for name, states, left in (("Ana Reyes", "WI, MN", None), ("Sam Gone", "TX", "2020-01-01")):
        provider = Provider.objects.create(name=name, licence_states=states)
        ProviderRole.objects.create(provider=provider, clinic=clinic, title="Physician", left_date=left)
    lead.person.state = state
    lead.person.save()

    text = text_of(signed_in, lead)

    assert ("nobody of this clinic is licensed" in text) is warns
    if warns:
        assert "Lives in Texas" in text
        assert "Licensed: Minnesota, Wisconsin." in text


def test_a_phones_area_code_is_no_state(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    clinic.licence_states = "MN"
    clinic.save()
    texan = make_lead(clinic, phone="+15125550123")

    assert "is licensed" not in text_of(signed_in, texan)


def test_who_must_not_be_called_has_no_link_that_calls(
    signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    channels = [DoNotContact.Channel.CALL]
    set_do_not_contact(lead.person, channels=channels, source="staff", actor=coordinator, at=now)

    page, text = page_of(signed_in, lead), text_of(signed_in, lead)

    assert "tel:" not in page
    assert url(lead, "write_email") in page
    assert "Must not be contacted Calls Told us" in text
    assert "(218) 555-0187: do not call" in text


def test_texts_are_offered_only_where_the_installation_sends_any(signed_in: Client, lead: Lead, settings: Any) -> None:
    settings.SMS_PROVIDER = "twilio"
    assert url(lead, "write_text") in signed_in.get(url(lead)).content.decode()
    settings.SMS_PROVIDER = ""
    assert url(lead, "write_text") not in signed_in.get(url(lead)).content.decode()


def test_what_somebody_needs_to_be_understood_stands_beside_the_number(signed_in: Client, lead: Lead) -> None:
    lead.person.communication_needs = "ASL interpreter"
    lead.person.save()

    assert "Needs: ASL interpreter" in text_of(signed_in, lead)


# ---- what else is known of them ----


def test_other_inquiries_are_those_of_the_clinics_that_the_reader_may_see(
    client: Client,
    clinic: Clinic,
    other_clinic: Clinic,
    make_clinic: Callable[..., Clinic],
    make_lead: MakeLead,
    make_staff: Callable[..., StaffUser],
    lead: Lead,
) -> None:
    third = make_clinic("bemidji")
    elsewhere = make_lead(other_clinic, full_name="Jo M.")
    hidden = make_lead(third, full_name="Jo Hidden")
    make_lead(other_clinic, full_name="Nobody Related", email="x@example.com", phone="+12185550100")
    groups = [ensure_clinic_coordinators(each) for each in (clinic, other_clinic)]
    client.force_login(make_staff("both", *groups))

    page = client.get(url(lead))

    assert [each.lead for each in page.context["inquiries"]] == [elsewhere]
    assert page.context["duplicates"] == []
    assert other_clinic.name in page.content.decode()
    assert str(hidden.pk) not in page.content.decode()


def test_a_coordinator_of_one_clinic_sees_no_trace_of_the_same_person_elsewhere(
    signed_in: Client, lead: Lead, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    elsewhere = make_lead(other_clinic, full_name="Jo Elsewhere")

    page = page_of(signed_in, lead)

    assert "Jo Elsewhere" not in page
    assert str(elsewhere.pk) not in page
    assert "Other inquiries" not in page


def test_the_same_persons_other_request_is_an_inquiry_and_another_persons_a_possible_duplicate(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, lead: Lead, now: datetime
) -> None:
    own = make_lead(clinic)
    Lead.objects.filter(pk=own.pk).update(person=lead.person)
    twin = make_lead(clinic, full_name="Ana Marlowe")

    page = signed_in.get(url(lead))

    assert [each.lead for each in page.context["inquiries"]] == [own]
    assert [each.lead for each in page.context["duplicates"]] == [twin]


# ---- the timeline ----


def test_each_kind_of_entry_has_words_and_none_shows_an_id(
    signed_in: Client, lead: Lead, coordinator: StaffUser, manager: StaffUser, now: datetime
) -> None:
    message = Message.objects.create(
        lead=lead, channel="sms", direction="outbound", state="sent", address="+1", body="See you then.", created_at=now
    )
    data: dict[str, dict[str, Any]] = {
        "owner_changed": {"from": manager.pk, "to": coordinator.pk},
        "call_made": {"outcome": "voicemail"},
        "follow_up_planned": {"follow_up": "x", "kind": "call", "due_at": "2026-03-05T15:00:00+00:00"},
        "follow_up_done": {"follow_up": "x", "kind": "email"},
        "message_sent": {"message": str(message.pk)},
        "do_not_contact_set": {"channels": ["call", "sms"]},
        "stage_changed": {"from": "new", "to": "lost", "lost_reason": "cost"},
        "person_changed": {"changed": ["email", "state"]},
    }
    for kind in LeadEvent.Kind.values:
        LeadEvent.objects.create(lead=lead, kind=kind, occurred_at=now, data=data.get(kind, {}))

    page = signed_in.get(url(lead))

    told = {entry.what: entry.text for entry in page.context["timeline"].entries}
    assert all(told)
    for words in (
        "Assigned from manager to Robin Vale",
        "Called them: Left a voicemail",
        "Planned: Call, March 5, 2026, 9 a.m.",
        "Next step done: E-mail",
        "Must not be contacted: Calls, Text messages",
        "Moved from New to Lost: Cost",
        "Changed the contact details: e-mail, state",
    ):
        assert words in told, told
    assert told["Sent a text message"] == "See you then."


def test_the_newest_fifty_are_shown_and_older_ones_a_page_at_a_time(
    signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    for number in range(ENTRIES_SHOWN + 5):
        add_note(lead, text=f"Note {number:03}.", actor=coordinator, at=now + number * timedelta(seconds=1))

    first = signed_in.get(url(lead)).context["timeline"]
    older = signed_in.get(url(lead, "timeline"), {"before": first.oldest}).context["timeline"]

    assert len(first.entries) == ENTRIES_SHOWN
    assert [entry.text for entry in older.entries] == [*(f"Note {number:03}." for number in (4, 3, 2, 1, 0)), ""]
    assert older.oldest is None


@pytest.mark.parametrize("before", ["nothing", "018f0000-0000-7000-8000-000000000000", "'"])
def test_entries_before_one_that_is_not_the_leads_are_not_found(signed_in: Client, lead: Lead, before: str) -> None:
    assert signed_in.get(url(lead, "timeline"), {"before": before}).status_code == 404


def test_the_page_costs_the_same_however_much_happened(
    signed_in: Client,
    clinic: Clinic,
    lead: Lead,
    coordinator: StaffUser,
    manager: StaffUser,
    now: datetime,
    make_lead: MakeLead,
) -> None:
    """Criteria 1 and 5 of the workspace: however many of each kind there are. `bench.workspace` takes the times."""

    def enter(kind: str, at: datetime, **data: Any) -> None:
        LeadEvent.objects.create(lead=lead, kind=kind, occurred_at=at, data=data)

    def live_a_little() -> None:
        for number in range(6):
            at = now + number * HOUR
            make_lead(clinic, full_name=f"Sam {number}")
            values = {"channel": "email", "direction": "inbound", "state": "received", "address": "jo@example.com"}
            message = Message.objects.create(lead=lead, created_at=at, **values)
            enter("message_received", at, message=str(message.pk))
            enter("owner_changed", at, **{"from": manager.pk, "to": None})
            log_call_made(lead, outcome="no_answer", actor=coordinator, at=at)
            plan_follow_up(lead, kind="call", due_at=at + HOUR, owner=None, actor=coordinator, at=at)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(signed_in, lead)
        return len(queries)

    page_of(signed_in, lead)  # what a process reads once
    new = cost()
    lead.person.state = "TX"
    lead.person.save()
    live_a_little()
    before = cost()

    for _ in range(4):
        live_a_little()

    assert cost() == before
    # Eleven of them are the session's, the user's, the menu's, the news' and the audit's.
    assert new <= 26
    assert before <= 29


# ---- to other leads ----


def test_without_a_list_next_and_previous_go_by_what_is_due(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, now: datetime
) -> None:
    make_lead(other_clinic, answer_due_at=now + 2 * HOUR)
    third = make_lead(clinic, full_name="No time", answer_due_at=None)
    first, second = (make_lead(clinic, answer_due_at=now + hours * HOUR) for hours in (1, 3))

    assert signed_in.get(url(first, "next"))["Location"] == url(second)
    assert signed_in.get(url(second, "next"))["Location"] == url(third)
    assert signed_in.get(url(third, "next"))["Location"] == url(third)
    assert signed_in.get(url(third, "previous"))["Location"] == url(second)
    assert signed_in.get(url(second, "previous"))["Location"] == url(first)


def test_who_else_looks_is_asked_of_the_clinics_staff_alone(
    client: Client, signed_in: Client, lead: Lead, other_clinic: Clinic, make_staff: Callable[..., StaffUser]
) -> None:
    address = reverse("wagtailadmin_editing_sessions:ping", args=["leads", "lead", lead.pk, 0])

    assert address in page_of(signed_in, lead)
    assert signed_in.post(address).json()["other_sessions"] == []
    client.force_login(make_staff("elsewhere", ensure_clinic_coordinators(other_clinic)))
    assert client.post(address).status_code == 404
