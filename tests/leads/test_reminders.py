"""What staff hear by mail of their own work: numbers and a link, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from wagtail.users.models import UserProfile

from integrations.delivery import deliver_due
from integrations.models import OutboxEvent
from leads.digests import send_digest, send_morning_digests
from leads.follow_ups import close_follow_up, plan_follow_up
from leads.models import FollowUp, Lead, WorkspacePreferences
from leads.reminders import remind_due
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]


@pytest.fixture
def robin(coordinator: StaffUser) -> StaffUser:
    coordinator.email = "robin@example.com"
    coordinator.save()
    return coordinator


def plan(lead: Lead, *, due_at: datetime, owner: StaffUser | None = None) -> FollowUp:
    return plan_follow_up(
        lead, kind="call", due_at=due_at, owner=owner, actor=owner, at=due_at, note="About the migraine"
    )


def letters(now: datetime) -> list[Any]:
    while deliver_due(now=now):
        pass
    return mail.outbox


# ---- reminders ----


def test_the_owner_hears_once_of_all_that_is_due(
    clinic: Clinic, make_lead: MakeLead, robin: StaffUser, now: datetime
) -> None:
    lead = make_lead(clinic, owner=robin)
    plan(lead, due_at=now - timedelta(minutes=1))
    plan(make_lead(clinic), due_at=now, owner=robin)
    plan(lead, due_at=now + timedelta(minutes=1), owner=robin)

    handled = [remind_due(at=now), remind_due(at=now)]

    (letter,) = letters(now)
    assert handled == [2, 0]
    assert letter.to == ["robin@example.com"]
    assert "2 next steps" in letter.body
    assert "/admin/leads/" in letter.body
    assert not any(word in str(letter.message()) for word in ("Marlowe", "migraine", str(lead.pk)))


def test_what_is_done_or_closed_reminds_nobody(
    clinic: Clinic, make_lead: MakeLead, robin: StaffUser, now: datetime
) -> None:
    done = plan(make_lead(clinic), due_at=now, owner=robin)
    close_follow_up(done, outcome="done", actor=robin, at=now)
    plan(make_lead(clinic, closed_at=now), due_at=now, owner=robin)

    assert remind_due(at=now) == 0


def test_what_nobody_owns_waits_for_an_owner(
    clinic: Clinic, make_lead: MakeLead, robin: StaffUser, now: datetime
) -> None:
    lead = make_lead(clinic)
    plan(lead, due_at=now)
    before = remind_due(at=now)
    Lead.objects.filter(pk=lead.pk).update(owner=robin)

    assert (before, remind_due(at=now)) == (0, 1)


def test_who_may_no_longer_work_the_lead_hears_nothing(
    clinic: Clinic, make_lead: MakeLead, robin: StaffUser, now: datetime
) -> None:
    plan(make_lead(clinic), due_at=now, owner=robin)
    robin.groups.clear()

    remind_due(at=now)

    assert letters(now) == []


def test_no_endpoint_hears_of_reminders(
    clinic: Clinic, make_lead: MakeLead, make_endpoint: Callable[..., Any], robin: StaffUser, now: datetime
) -> None:
    make_endpoint(None)
    plan(make_lead(clinic), due_at=now, owner=robin)

    remind_due(at=now)

    (event,) = OutboxEvent.objects.filter(type="follow_ups.due")
    assert [delivery.channel for delivery in event.deliveries.all()] == ["email_staff"]


# ---- the digest ----


@pytest.fixture
def reader(robin: StaffUser) -> StaffUser:
    """Wants a digest, and lives in Chicago."""
    WorkspacePreferences.objects.create(user=robin, gets_digest=True)
    UserProfile.objects.create(user=robin, current_time_zone="America/Chicago", preferred_language="en")
    return robin


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_digest_counts_what_is_theirs_or_nobodys(
    clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, make_staff: Any, reader: StaffUser
) -> None:
    morning = at("2026-03-04T07:10-06:00")
    mine, colleague = {"owner": reader}, {"owner": make_staff("colleague")}
    make_lead(clinic, answer_due_at=morning - timedelta(hours=1), **mine)
    make_lead(clinic, answer_due_at=morning - timedelta(hours=1), **colleague)
    make_lead(clinic, answer_due_at=morning + timedelta(hours=16))
    make_lead(clinic, answer_due_at=morning + timedelta(hours=17), **mine)  # after midnight
    make_lead(other_clinic, answer_due_at=morning - timedelta(hours=1))

    send_digest(reader, at=morning)

    (letter,) = letters(morning)
    assert "Overdue: 1\nDue today: 1\nOwned by nobody: 1\n" in letter.body
    assert "Marlowe" not in str(letter.message())


@pytest.mark.parametrize(
    ("moment", "is_sent"),
    [
        ("2026-03-04T06:59-06:00", False),
        ("2026-03-04T07:00-06:00", True),
        ("2026-03-04T11:59-06:00", True),
        ("2026-03-04T20:00-06:00", False),
    ],
)
def test_it_comes_in_the_morning_where_they_are(
    clinic: Clinic, make_lead: MakeLead, reader: StaffUser, moment: str, is_sent: bool
) -> None:
    make_lead(clinic)

    assert send_digest(reader, at=at(moment)) is is_sent


def test_it_comes_once_a_day(clinic: Clinic, make_lead: MakeLead, reader: StaffUser) -> None:
    make_lead(clinic)

    sent = [
        send_digest(reader, at=at(moment))
        for moment in ("2026-03-04T07:00-06:00", "2026-03-04T07:10-06:00", "2026-03-05T07:00-06:00")
    ]

    assert sent == [True, False, True]


def test_who_lost_the_permission_or_has_nothing_to_do_gets_none(
    clinic: Clinic, make_lead: MakeLead, reader: StaffUser
) -> None:
    nothing_to_do = send_digest(reader, at=at("2026-03-04T07:00-06:00"))
    make_lead(clinic)
    reader.groups.clear()

    assert not nothing_to_do
    assert not send_digest(StaffUser.objects.get(pk=reader.pk), at=at("2026-03-05T07:00-06:00"))


def test_only_who_wants_one_gets_one(
    clinic: Clinic, make_lead: MakeLead, reader: StaffUser, clock: time_machine.Traveller
) -> None:
    make_lead(clinic)
    clock.move_to(at("2026-03-04T07:00-06:00"))
    WorkspacePreferences.objects.update(gets_digest=False)
    before = send_morning_digests.func()
    WorkspacePreferences.objects.update(gets_digest=True)

    assert (before, send_morning_digests.func()) == (0, 1)
