"""What a form says about when somebody answers, and what that rests on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from leads.models import Lead, LeadEvent
from leads.response_promise import answer_words, lasting_promise, promise_at
from leads.response_times import measure_clinic, measure_response_times, median_wait
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("promised", "measured", "words"),
    [
        (120, None, "A coordinator in Duluth reads this and answers within 2 open hours."),
        (
            120,
            37,
            "A coordinator in Duluth reads this. At least half of all answers come within 40 open minutes, "
            "and yours should not take longer than 2 open hours.",
        ),
        (120, 118, "A coordinator in Duluth reads this and answers within 2 open hours."),
        (120, 179, "A coordinator in Duluth reads this. Lately an answer has taken about 3 open hours."),
        (
            120,
            0,
            "A coordinator in Duluth reads this. At least half of all answers come within 5 open minutes, "
            "and yours should not take longer than 2 open hours.",
        ),
    ],
)
def test_the_measure_is_told_and_a_promise_that_is_not_kept_is_not(
    promised: int, measured: int | None, words: str
) -> None:
    assert answer_words(city="Duluth", promised=promised, measured=measured) == words


def test_words_on_a_page_that_is_kept_name_no_moment(clinic: Clinic) -> None:
    assert lasting_promise(clinic).endswith("If the clinic is closed, that clock starts when it opens.")


@pytest.mark.parametrize(
    ("hours_later", "words"),
    [
        (0, "Open now, until 5:00 PM. Sent now, it is answered by 12:00 PM today."),
        (6, "Open now, until 5:00 PM. Sent now, it is answered by 9:00 AM tomorrow."),
        (9, "Closed now, opens tomorrow at 8:00 AM. Sent now, it is answered by 10:00 AM tomorrow."),
        (57, "Closed now, opens Monday at 8:00 AM. Sent now, it is answered by Monday at 10:00 AM."),
    ],
)
def test_a_page_of_now_says_by_when(clinic: Clinic, now: datetime, hours_later: int, words: str) -> None:
    assert promise_at(clinic, at=now + timedelta(hours=hours_later)).endswith(words)


def test_a_clinic_without_hours_names_no_moment(clinic: Clinic, now: datetime) -> None:
    clinic.opening_hours.all().delete()

    assert promise_at(Clinic.objects.get(), at=now).endswith("2 open hours. Closed at present.")


def test_it_is_said_in_spanish_too(clinic: Clinic, now: datetime) -> None:
    clinic.measured_response_minutes = 30
    english = promise_at(clinic, at=now)

    with translation.override("es"):
        assert not set(promise_at(clinic, at=now).split(". ")) & set(english.split(". "))


def test_the_median_counts_those_who_wait_still() -> None:
    answered = [MINUTE * each for each in (10, 20, 30)]

    assert median_wait(answered, []) == 20 * MINUTE
    assert median_wait(answered, [MINUTE * 5]) == 20 * MINUTE, "asked just now: says nothing about ten minutes"
    assert median_wait(answered, [MINUTE * 500] * 3) == 30 * MINUTE
    assert median_wait(answered, [MINUTE * 500] * 4) is None
    assert median_wait([], []) is None


@pytest.fixture
def answered_leads(
    make_lead: Callable[..., Lead], clinic: Clinic, coordinator: StaffUser, now: datetime
) -> Callable[..., None]:
    def make(count: int, *, minutes: int = 30, kind: str = "note", actor: StaffUser | None = coordinator) -> None:
        for _ in range(count):
            asked_at = now - timedelta(days=2)  # Monday, ten
            lead = make_lead(clinic, created_at=asked_at)
            for wait in (minutes, minutes + 60):
                LeadEvent.objects.create(lead=lead, kind=kind, actor=actor, occurred_at=asked_at + MINUTE * wait)

    return make


def test_twenty_answers_are_a_measure_and_nineteen_are_not(
    answered_leads: Callable[..., None], clinic: Clinic, now: datetime
) -> None:
    answered_leads(19)
    assert measure_clinic(clinic, at=now) is None

    answered_leads(1, minutes=40)

    assert measure_clinic(clinic, at=now) == 30


def test_what_the_system_did_is_no_answer(answered_leads: Callable[..., None], clinic: Clinic, now: datetime) -> None:
    answered_leads(20, actor=None, kind="stage_changed")
    answered_leads(20, kind="owner_changed")

    assert measure_clinic(clinic, at=now) is None


def test_old_leads_and_other_clinics_do_not_count(
    answered_leads: Callable[..., None], clinic: Clinic, other_clinic: Clinic, now: datetime
) -> None:
    answered_leads(20)

    assert measure_clinic(clinic, at=now + timedelta(days=91)) is None
    assert measure_clinic(other_clinic, at=now) is None


def test_the_job_keeps_the_measure_with_the_clinic_and_pages_tell_it(
    answered_leads: Callable[..., None], clinic: Clinic, client: Client, clock: Any, now: datetime
) -> None:
    answered_leads(20)

    assert measure_response_times.call() == 1

    clinic.refresh_from_db()
    assert (clinic.measured_response_minutes, clinic.response_measured_at) == (30, now)
    assert "within 30 open minutes" in client.get("/consult-requests/?clinic=duluth").content.decode()
