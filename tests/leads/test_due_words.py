"""A lead's clock in words: in open time while an answer is due, by the wall for what was planned."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from leads.due_words import Urgency, due_words, due_words_of
from leads.models import Lead
from sites.models import Clinic

MakeLead = Callable[..., Lead]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWERED = {"answered_at": timedelta()}


@pytest.mark.parametrize(
    ("moments", "urgency", "text"),
    [
        ({"answer_due_at": 25 * MINUTE}, Urgency.SOON, "Answer: 25 open minutes left"),
        ({"answer_due_at": 5 * HOUR}, Urgency.LATER, "Answer: 5 open hours left"),
        # The clinic is open until 17:00, in seven hours, and from 8:00.
        ({"answer_due_at": 23 * HOUR}, Urgency.LATER, "Answer: 8 open hours left"),
        ({"answer_due_at": -3 * HOUR}, Urgency.OVERDUE, "Answer: 2 open hours over"),
        ({"answer_due_at": -30 * DAY}, Urgency.OVERDUE, "Answer: 30 days over"),
        ({}, Urgency.NONE, "Not answered yet"),
        (ANSWERED, Urgency.NONE, "No next step"),
        (ANSWERED | {"next_step_at": 23 * HOUR}, Urgency.LATER, "Next step: in 23 hours"),
        (ANSWERED | {"next_step_at": -1 * MINUTE}, Urgency.OVERDUE, "Next step: 1 minute over"),
        ({"answer_due_at": -1 * HOUR, "closed_at": timedelta()}, Urgency.CLOSED, "Nothing to do"),
    ],
)
def test_the_clock_says_how_long_is_left_or_over(
    clinic: Clinic, make_lead: MakeLead, now: datetime, moments: dict[str, timedelta], urgency: Urgency, text: str
) -> None:
    lead = make_lead(clinic, **{name: now + offset for name, offset in moments.items()})

    words = due_words(lead, at=now)

    assert (words.urgency, words.text) == (urgency, text)


def test_the_exact_time_is_the_clinics_own(clinic: Clinic, make_lead: MakeLead, now: datetime) -> None:
    lead = make_lead(clinic, answer_due_at=now + 90 * MINUTE)

    assert due_words(lead, at=now).exact == "Due March 4, 2026, 11:30 a.m. CST"


def test_a_template_shows_icon_and_text(clinic: Clinic, make_lead: MakeLead, clock: Any) -> None:
    lead = make_lead(clinic, answered_at=None, answer_due_at=None)

    html = Template("{% load due %}{% due lead %}").render(Context({"lead": lead}))

    assert "#icon-circle-plus" in html
    assert strip_tags(html) == "Not answered yet"


def test_many_leads_of_many_clinics_cost_no_query_each(
    make_clinic: Callable[..., Clinic],
    make_lead: MakeLead,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    leads = [make_lead(make_clinic(f"town-{number}"), answer_due_at=now + HOUR) for number in range(5)]

    with django_assert_max_num_queries(2):
        told = due_words_of(leads, at=now)
    with django_assert_max_num_queries(0):
        due_words_of(leads, at=now)

    assert {words.text for words in told.values()} == {"Answer: 60 open minutes left"}
