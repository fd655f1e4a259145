"""What staff do on a lead's page: calls, notes, next steps, contact details."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from integrations.models import Delivery, OutboxEvent
from leads.models import FollowUp, Lead, LeadEvent, Stage
from leads.people.details import change_person, fingerprint
from leads.pipeline import move_lead
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.usefixtures("clock")

MakeLead = Callable[..., Lead]
HOUR = timedelta(hours=1)


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead, now: datetime) -> Lead:
    return make_lead(clinic, answer_due_at=now + HOUR)


def url(lead: Lead, name: str = "inspect") -> str:
    return reverse(f"leads:{name}", args=[lead.pk])


def post(client: Client, lead: Lead, name: str, **values: Any) -> Any:
    return client.post(url(lead, name), values)


def stored(lead: Lead) -> Lead:
    return Lead.objects.select_related("person", "stage").get(pk=lead.pk)


# ---- a call ----


def test_one_save_stores_the_call_its_next_step_and_the_move(
    signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    """NOW is a Wednesday at ten in Central Time: tomorrow at nine is 15:00 UTC."""
    values = {"outcome": "voicemail", "note": "After five.", "when": "tomorrow", "next_kind": "call"}

    answer = post(signed_in, lead, "log_call", **values, stage="attempting", version=1)

    assert (answer.status_code, answer["Location"]) == (302, url(lead))
    after = stored(lead)
    assert (after.answered_by, after.stage.slug) == (coordinator, "attempting")
    assert after.next_step_at == (now + 24 * HOUR).replace(hour=now.hour - 1)
    entry = lead.events.get(kind=LeadEvent.Kind.CALL_MADE)
    assert (entry.data, entry.text) == ({"outcome": "voicemail"}, "After five.")


def test_the_planned_call_is_done_with_it(signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    post(signed_in, lead, "plan_step", kind="call", when="hour")
    step = FollowUp.objects.get()

    post(signed_in, lead, "log_call", outcome="reached", planned_step=step.pk)

    step.refresh_from_db()
    assert (step.outcome, step.closed_by) == ("done", coordinator)


def test_the_same_form_sent_twice_is_one_call(signed_in: Client, lead: Lead) -> None:
    for _ in range(2):
        post(signed_in, lead, "log_call", outcome="no_answer", note="Rang out.", when="hour", key="a-key")
    post(signed_in, lead, "log_call", outcome="no_answer", note="Rang out again.", key="a-key")

    assert lead.events.filter(kind=LeadEvent.Kind.CALL_MADE).count() == 2
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Say what came of the call."),
        ({"outcome": "sang"}, "sang is not one of the available choices"),
        ({"outcome": "reached", "when": "chosen"}, "Choose the day."),
        ({"outcome": "reached", "when": "chosen", "date": "2020-01-01"}, "Choose a day from today on"),
        ({"outcome": "reached", "when": "chosen", "date": "9999-12-31", "time": "23:59"}, "Choose a day from today on"),
        ({"outcome": "reached", "when": "someday"}, "someday is not one of the available choices"),
        ({"outcome": "reached", "planned_step": "x"}, "x is not one of the available choices"),
        ({"outcome": "reached", "stage": "lost", "version": 1}, "lost is not one of the available choices"),
        ({"outcome": "reached", "date": "x"}, "Enter a valid date"),
        ({"outcome": "reached", "version": "x"}, "What came of it"),
    ],
)
def test_what_cannot_be_is_refused_with_the_typed_text_kept(
    signed_in: Client, lead: Lead, values: dict[str, Any], said: str
) -> None:
    answer = post(signed_in, lead, "log_call", note="She was at work.", **values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "She was at work." in answer.content.decode()
    assert not lead.events.filter(kind=LeadEvent.Kind.CALL_MADE).exists()
    assert not FollowUp.objects.exists()


def test_a_move_decided_on_an_old_look_stores_nothing_of_the_call_and_says_who_was_quicker(
    signed_in: Client, lead: Lead, manager: StaffUser, now: datetime
) -> None:
    manager.first_name, manager.last_name = "Ash", "Reyes"
    manager.save()
    move_lead(stored(lead), to=Stage.objects.get(slug="connected"), actor=manager, version=1, at=now)

    values = {"outcome": "reached", "note": "Wants Friday.", "when": "hour", "stage": "consult-booked"}
    refused = post(signed_in, lead, "log_call", **values, version=1)

    page = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Moved from New to Connected", "Ash Reyes", "Wants Friday."):
        assert words in page, words
    assert not lead.events.filter(kind=LeadEvent.Kind.CALL_MADE).exists()
    again = post(signed_in, lead, "log_call", **values, version=refused.context["lead"].version)
    assert again.status_code == 302
    assert stored(lead).stage.slug == "consult-booked"


# ---- steps ----


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ({"when": "hour"}, datetime(2026, 3, 4, 17, 0, tzinfo=UTC)),
        ({"when": "tomorrow"}, datetime(2026, 3, 5, 15, 0, tzinfo=UTC)),
        ({"when": "two_days"}, datetime(2026, 3, 6, 15, 0, tzinfo=UTC)),
        # The clocks go forward on the Sunday between: nine in the morning is another time in UTC.
        ({"when": "next_week"}, datetime(2026, 3, 11, 14, 0, tzinfo=UTC)),
        ({"when": "chosen", "date": "2026-03-06", "time": "16:30"}, datetime(2026, 3, 6, 22, 30, tzinfo=UTC)),
        ({"date": "2026-03-06"}, datetime(2026, 3, 6, 15, 0, tzinfo=UTC)),
    ],
    ids=["hour", "tomorrow", "two days", "a week", "chosen", "a day alone"],
)
def test_a_step_is_planned_by_the_clinics_clock(
    signed_in: Client, lead: Lead, typed: dict[str, str], due: datetime
) -> None:
    post(signed_in, lead, "plan_step", kind="email", step_note="The price list", **typed)

    step = FollowUp.objects.get()
    assert (step.kind, step.note, step.due_at) == ("email", "The price list", due)


def test_a_step_is_moved_done_or_taken_off(signed_in: Client, lead: Lead, now: datetime) -> None:
    for _ in range(2):
        post(signed_in, lead, "plan_step", kind="call", when="tomorrow")
    one, other = FollowUp.objects.all()

    post(signed_in, lead, "step", step=one.pk, decision="move", when="hour")
    one.refresh_from_db()
    assert one.due_at == now + HOUR
    assert "Moved a next step: Call, from" in signed_in.get(url(lead)).content.decode()

    post(signed_in, lead, "step", step=one.pk, decision="done")
    post(signed_in, lead, "step", step=other.pk, decision="cancelled")
    late = signed_in.post(url(lead, "step"), {"step": other.pk, "decision": "done"}, follow=True)

    assert [step.outcome for step in FollowUp.objects.order_by("pk")] == ["done", "cancelled"]
    assert "Somebody dealt with this step meanwhile" in late.content.decode()


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"step": "x", "decision": "done"}, 422),
        ({"step": "018f0000-0000-7000-8000-000000000000", "decision": "done"}, 404),
        ({"step": "own", "decision": "eat"}, 422),
        ({"step": "own", "decision": "move"}, 422),
        ({"step": "own", "decision": "move", "date": "2020-01-01"}, 422),
    ],
)
def test_a_step_that_is_not_there_or_a_choice_that_is_none_changes_nothing(
    signed_in: Client, lead: Lead, values: dict[str, str], status: int
) -> None:
    post(signed_in, lead, "plan_step", kind="call", when="hour")
    step = FollowUp.objects.get()
    sent = values | ({"step": str(step.pk)} if values["step"] == "own" else {})

    assert post(signed_in, lead, "step", **sent).status_code == status
    assert FollowUp.objects.get().is_open


def test_a_step_of_another_lead_is_not_found_through_this_one(
    signed_in: Client, lead: Lead, other_clinic: Clinic, make_lead: MakeLead, manager: StaffUser, now: datetime
) -> None:
    theirs = FollowUp.objects.create(lead=make_lead(other_clinic), due_at=now, created_at=now)

    assert post(signed_in, lead, "step", step=theirs.pk, decision="done").status_code == 404
    assert FollowUp.objects.get().is_open


# ---- notes ----


def test_a_note_sent_twice_is_one_and_another_text_another(signed_in: Client, lead: Lead) -> None:
    for text in ("Calls back.", "Calls back.", "Calls back on Friday."):
        post(signed_in, lead, "note", text=text, key="a-key")

    assert {entry.text for entry in lead.events.filter(kind="note")} == {"Calls back.", "Calls back on Friday."}
    assert lead.events.filter(kind="note").count() == 2


# ---- contact details ----

DETAILS = {
    "full_name": "Jo Marlowe",
    "phone": "(218) 555-0187 x5",
    "email": "JO@example.org",
    "preferred_contact": "phone",
    "best_time": "after five",
    "language": "es",
    "state": "WI",
    "communication_needs": "Relay service",
}


def test_details_are_changed_with_who_what_and_what_stood_there(
    signed_in: Client, lead: Lead, coordinator: StaffUser
) -> None:
    answer = post(signed_in, lead, "edit_person", **DETAILS, shown=fingerprint(lead.person))

    assert (answer.status_code, answer["Location"]) == (302, url(lead))
    person = stored(lead).person
    assert (person.phone, person.phone_extension, person.email) == ("+12185550187", "5", "jo@example.org")
    assert (person.language, person.state, person.communication_needs) == ("es", "WI", "Relay service")
    entry = lead.events.get(kind=LeadEvent.Kind.PERSON_CHANGED)
    assert entry.actor == coordinator
    assert "jo@example.com → jo@example.org" in entry.text
    assert "jo@" not in json.dumps(entry.data)
    assert OutboxEvent.objects.get(type="person.updated").subject_id == person.pk
    assert not Delivery.objects.filter(channel="email_staff").exists()


def test_the_same_details_again_change_nothing(signed_in: Client, lead: Lead) -> None:
    for _ in range(2):
        post(signed_in, lead, "edit_person", **DETAILS, shown=fingerprint(stored(lead).person))

    assert lead.events.filter(kind=LeadEvent.Kind.PERSON_CHANGED).count() == 1


def test_details_changed_meanwhile_are_refused_with_who_and_what_and_the_typed_text_stays(
    signed_in: Client, lead: Lead, manager: StaffUser, now: datetime
) -> None:
    manager.first_name, manager.last_name = "Ash", "Reyes"
    manager.save()
    shown = fingerprint(lead.person)
    change_person(lead.person_id, values={"email": "jo@work.example"}, seen=[shown], actor=manager, at=now)

    refused = post(signed_in, lead, "edit_person", **DETAILS, shown=shown)

    page = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Ash Reyes", "Changed the contact details: e-mail", "jo@work.example", "JO@example.org"):
        assert words in page, words
    assert stored(lead).person.email == "jo@work.example"
    again = post(signed_in, lead, "edit_person", **DETAILS, shown=fingerprint(stored(lead).person))
    assert again.status_code == 302
    assert stored(lead).person.email == "jo@example.org"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"phone": "555"}, "Add the whole phone number"),
        ({"email": "jo@"}, "Finish the e-mail address"),
        ({"state": "ZZ"}, "ZZ is not one of the available choices"),
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"full_name": "", "phone": "", "email": ""}, "Leave a name, a phone number or an e-mail address."),
        ({"communication_needs": "one\ntwo"}, "Write this on one line."),
        ({"full_name": "Jo\x00"}, "Null characters are not allowed."),
    ],
)
def test_details_that_cannot_be_are_refused_beside_their_field(
    signed_in: Client, lead: Lead, values: dict[str, str], said: str
) -> None:
    answer = post(signed_in, lead, "edit_person", **(DETAILS | values), shown=fingerprint(lead.person))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert stored(lead).person.email == "jo@example.com"
