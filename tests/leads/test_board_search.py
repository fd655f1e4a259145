"""The board of a search shows what the board shows: few matches or many, on top of a column or far below."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads import board_search
from leads.board import BoardColumn, board_columns
from leads.models import Lead, Stage
from leads.models.lead import LeadQuerySet
from sites.models import Clinic

FOUND = 12


@pytest.fixture
def leads(clinic: Clinic, make_lead: Callable[..., Lead], now: datetime) -> LeadQuerySet:
    """In each of three stages four named Found, due after four that are not; some without a next step."""
    stages = [Stage.objects.get(slug=slug) for slug in ("new", "connected", "lost")]
    for number in range(2 * FOUND):
        stage = stages[number % 3]
        make_lead(
            clinic,
            full_name=f"{'Other' if number < FOUND else 'Found'} {number}",
            stage=stage,
            closed_at=now if stage.slug == "lost" else None,
            answered_at=now,
            next_step_at=now + timedelta(hours=number // 6) if number % 5 else None,
        )
    return Lead.objects.all()


def columns(leads: LeadQuerySet, now: datetime, *, found: LeadQuerySet | None = None) -> list[BoardColumn]:
    return board_columns(leads, at=now, may_change=lambda _lead: True, found=found)


@pytest.mark.parametrize("cards", [20, 2])
@pytest.mark.parametrize(
    ("few", "walked"), [(FOUND, 500), (2, 500), (2, 5), (2, 0)], ids=["few", "on top", "some on top", "below"]
)
def test_it_shows_the_first_of_each_column(
    leads: LeadQuerySet, now: datetime, monkeypatch: pytest.MonkeyPatch, few: int, walked: int, cards: int
) -> None:
    matching = Lead.objects.matching("Found")
    monkeypatch.setattr("leads.board_cards.CARDS", cards)
    plain = columns(matching, now)
    monkeypatch.setattr(board_search, "CARDS", cards)
    monkeypatch.setattr(board_search, "COUNTED_TO", few)
    monkeypatch.setattr(board_search, "WALKED", walked)

    searched = columns(leads, now, found=matching)

    assert [each.cards for each in searched] == [each.cards for each in plain]
    assert [len(each.cards) for each in searched if each.cards] == [min(cards, 4)] * 2
    assert [each.goes_to for each in searched] == [each.goes_to for each in plain]


def test_its_counts_are_of_each_column_and_end_where_nobody_counts_on(
    leads: LeadQuerySet, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> dict[str, str]:
        found = columns(leads, now, found=Lead.objects.matching("Found"))
        return {each.stage.slug: str(each.found) for each in found if each.found.number}

    assert told() == {"new": "4", "connected": "4", "lost": "4"}
    monkeypatch.setattr(board_search, "COUNTED_TO", 3)
    assert told() == {"new": "3+", "connected": "3+", "lost": "3+"}
    monkeypatch.setattr(board_search, "COUNTED_AT_ONCE", 11)
    monkeypatch.setattr(board_search, "COUNTED_OF_MANY", 2)
    assert told() == {"new": "2+", "connected": "2+", "lost": "2+"}


def test_of_more_than_anybody_counts_the_first_are_met_on_top(
    leads: LeadQuerySet, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts that end early say nothing of how many must be sorted."""
    monkeypatch.setattr("leads.board_cards.CARDS", 2)
    monkeypatch.setattr(board_search, "CARDS", 2)
    monkeypatch.setattr(board_search, "COUNTED_AT_ONCE", 11)
    monkeypatch.setattr(board_search, "COUNTED_OF_MANY", 2)
    with CaptureQueriesContext(connection) as asked:
        columns(leads, now, found=Lead.objects.matching("Found"))

    assert not any("ROW_NUMBER" in each["sql"] for each in asked)


def test_few_matches_are_found_twice_and_no_column_is_walked(leads: LeadQuerySet, now: datetime) -> None:
    columns(leads, now)  # hours are read once in a process
    with CaptureQueriesContext(connection) as asked:
        columns(leads, now, found=Lead.objects.matching("Found"))

    assert sum(" LIKE " in each["sql"] for each in asked) == 2
    assert len(asked) <= 6
