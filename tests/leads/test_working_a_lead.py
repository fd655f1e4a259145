"""Who owns a lead, when it is due, the calls that staff make, and the steps they plan: by the functions."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from integrations.channels.webhook import encode
from integrations.models import OutboxEvent
from leads.assignment import NotTheirClinic, assign_lead
from leads.calls.by_staff import NextStep, log_call_made
from leads.follow_ups import close_follow_up, plan_follow_up
from leads.intake import record_consult_request
from leads.models import FollowUp, Lead, LeadEvent, Stage
from leads.pipeline import StaleLead, move_lead
from leads.submission import Submission
from protection.data_classes import DataClass
from sites.models import Clinic
from sites.phone_numbers import parse_phone_number
from staff.models import StaffUser
from tests.contract import assert_contract

HOUR = timedelta(hours=1)


@pytest.fixture
def lead(clinic: Clinic, make_lead: Callable[..., Lead], now: datetime) -> Lead:
    return make_lead(clinic, answer_due_at=now + HOUR)


def stored(lead: Lead) -> Lead:
    return Lead.objects.get(pk=lead.pk)


def test_an_assigned_lead_has_an_owner_an_entry_and_an_event(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    assign_lead(lead, to=coordinator, actor=coordinator, version=1, at=now)

    assert (stored(lead).owner, stored(lead).version) == (coordinator, 2)
    entry = lead.events.get(kind=LeadEvent.Kind.OWNER_CHANGED)
    assert entry.data == {"from": None, "to": coordinator.pk}
    event = OutboxEvent.objects.get(type="lead.assigned")
    told = json.loads(encode(event, data_class=DataClass.HEALTH))
    assert told["data"]["owner"]["id"] == str(coordinator.pk)
    told["data"]["owner"]["id"] = "<id>"
    assert_contract(told, "lead.assigned.v1")


def test_a_lead_is_not_given_to_somebody_of_another_clinic(
    lead: Lead, coordinator: StaffUser, make_staff: Callable[..., StaffUser], now: datetime
) -> None:
    stranger = make_staff("stranger", Group.objects.create(name="Elsewhere"))

    with pytest.raises(NotTheirClinic):
        assign_lead(lead, to=stranger, actor=coordinator, version=1, at=now)

    assert stored(lead).owner is None


def test_an_assignment_decided_on_an_old_look_is_refused(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    move_lead(stored(lead), to=Stage.objects.get(slug="attempting"), actor=coordinator, version=1, at=now)

    with pytest.raises(StaleLead) as refused:
        assign_lead(lead, to=coordinator, actor=coordinator, version=1, at=now)

    assert refused.value.last_change
    assert refused.value.last_change.kind == LeadEvent.Kind.STAGE_CHANGED


def test_a_call_stops_the_clock_and_stores_its_next_step_with_it(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    step = NextStep(kind="call", due_at=now + 24 * HOUR)

    log_call_made(lead, outcome="voicemail", note="After five.", next_step=step, actor=coordinator, at=now)

    after = stored(lead)
    assert (after.answered_at, after.answered_by, after.due_at) == (now, coordinator, now + 24 * HOUR)
    entry = lead.events.get(kind=LeadEvent.Kind.CALL_MADE)
    assert (entry.data, entry.text, entry.actor) == ({"outcome": "voicemail"}, "After five.", coordinator)
    event = OutboxEvent.objects.get(type="call.logged")
    told = json.loads(encode(event, data_class=DataClass.HEALTH))
    assert (told["data"]["outcome"], told["data"]["source"]) == ("voicemail", "staff")
    assert "After five." not in json.dumps(told)


def test_the_first_answer_is_the_one_that_counts(
    lead: Lead, coordinator: StaffUser, make_staff: Callable[..., StaffUser], now: datetime
) -> None:
    log_call_made(lead, outcome="no_answer", actor=coordinator, at=now)
    log_call_made(lead, outcome="reached", actor=make_staff("colleague"), at=now + HOUR)

    assert (stored(lead).answered_at, stored(lead).answered_by) == (now, coordinator)


def test_a_lead_is_due_at_its_earliest_open_step_and_never_once_it_is_closed(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    log_call_made(lead, outcome="reached", actor=coordinator, at=now)
    steps = [
        plan_follow_up(lead, kind="call", due_at=now + hours * HOUR, owner=None, actor=coordinator, at=now)
        for hours in (48, 24)
    ]
    assert stored(lead).due_at == now + 24 * HOUR

    assert close_follow_up(steps[1], outcome=FollowUp.Outcome.DONE, actor=coordinator, at=now)
    assert not close_follow_up(steps[1], outcome=FollowUp.Outcome.CANCELLED, actor=coordinator, at=now)
    assert stored(lead).due_at == now + 48 * HOUR

    won = Stage.objects.get(slug="treatment-started")
    move_lead(lead, to=won, actor=coordinator, version=1, at=now)
    assert stored(lead).due_at is None


def test_a_new_lead_is_due_when_the_clinic_promised_and_asking_again_starts_the_clock_anew(
    clinic: Clinic, coordinator: StaffUser, now: datetime
) -> None:
    """Promised: two open hours. NOW is a Wednesday at ten in Central Time; the clinic is open from 8 to 17."""
    phone = parse_phone_number("(218) 555-0187")
    request = Submission(full_name="Jo Marlowe", email="jo@example.com", phone=phone, key="a" * 20)
    lead = record_consult_request(request, clinic=clinic, requested_at=now).lead
    assert (stored(lead).answer_due_at, stored(lead).due_at) == (now + 2 * HOUR, now + 2 * HOUR)

    log_call_made(lead, outcome="no_answer", actor=coordinator, at=now + HOUR)
    again = Submission(full_name="Jo Marlowe", email="jo@example.com", phone=phone, key="b" * 20)
    joined = record_consult_request(again, clinic=clinic, requested_at=now + 3 * HOUR).lead

    assert joined == lead
    assert (stored(lead).answered_at, stored(lead).due_at) == (None, now + 5 * HOUR)
