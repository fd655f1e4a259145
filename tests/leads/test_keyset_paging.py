"""A long list is paged by the row before: every row once, in order, back and forth, with and without values."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from leads.capped_count import capped_count
from leads.keyset_paging import Keyset, Order, Position
from leads.models import Lead
from protection.identifiers import uuid7
from sites.models import Clinic

DUE = Order("next_step_at", has_empty=True)
ORDERS = [
    Order("last_requested_at", descending=True),
    Order("last_requested_at"),
    Order("person__full_name"),
    DUE,
    Order("next_step_at", descending=True, has_empty=True),
]


@pytest.fixture
def leads(clinic: Clinic, make_lead: Callable[..., Lead], now: datetime) -> list[Lead]:
    """Eleven, several alike, some without a next step."""
    return [
        make_lead(
            clinic,
            full_name=f"Person {number % 4}",
            last_requested_at=now - timedelta(hours=number % 3),
            next_step_at=now + timedelta(hours=number % 2) if number % 5 else None,
        )
        for number in range(11)
    ]


def keyset(order: Order) -> Keyset:
    return Keyset(Lead.objects.all(), Lead.objects.all(), order)


@pytest.mark.parametrize("order", ORDERS)
def test_every_row_stands_on_one_page(leads: list[Lead], order: Order) -> None:
    rows = keyset(order)
    forth, page = [], rows.page(None, size=3)
    pages = [page]
    while page.next:
        forth.append(page.next)
        page = rows.page(page.next, size=3)
        pages.append(page)

    shown = [lead.pk for page in pages for lead in page.rows]
    assert shown == [lead.pk for lead in rows.in_order()]
    assert sorted(shown) == sorted(lead.pk for lead in leads)
    assert [len(page.rows) for page in pages] == [3, 3, 3, 2]
    for earlier, later in pairwise(pages):
        assert later.previous
        assert list(rows.page(later.previous, size=3).rows) == list(earlier.rows)
    assert pages[0].previous is None


def test_those_without_a_value_come_last(leads: list[Lead]) -> None:
    for descending in (False, True):
        rows = list(keyset(Order("next_step_at", descending=descending, has_empty=True)).in_order())
        assert [lead.next_step_at is None for lead in rows] == [False] * 8 + [True] * 3


def test_a_row_that_left_the_list_still_tells_where_to_go_on(leads: list[Lead]) -> None:
    rows = keyset(DUE)
    first = rows.page(None, size=3)
    gone = Keyset(Lead.objects.exclude(pk=first.rows[-1].pk), Lead.objects.all(), DUE)

    assert first.next
    assert list(gone.page(first.next, size=3).rows) == list(rows.page(first.next, size=3).rows)


@pytest.mark.parametrize("text", ["", "7", "after.", "after.x", "beside.0" * 9, "after.01a203e0-0a97-7d58-8eba-1"])
def test_what_is_no_position_is_the_first_page(text: str) -> None:
    assert Position.parsed(text) is None


def test_a_position_out_of_reach_is_the_first_page(leads: list[Lead]) -> None:
    rows = keyset(DUE)

    assert rows.page(Position(uuid7(), is_after=True), size=3) == rows.page(None, size=3)


def test_a_count_stops_where_nobody_counts_on(leads: list[Lead]) -> None:
    assert [str(capped_count(Lead.objects.all(), up_to=number)) for number in (10, 11)] == ["10+", "11"]
