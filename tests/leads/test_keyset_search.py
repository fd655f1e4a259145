"""What a search found is paged as all leads are, few or many, near or far; and never by a walk past all of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads import keyset_search
from leads.capped_count import CappedCount
from leads.keyset_paging import Keyset, Order, Position
from leads.keyset_search import KeysetSearch
from leads.models import Lead
from sites.models import Clinic

NEWEST = Order("last_requested_at", descending=True)
ORDERS = [
    NEWEST,
    Order("last_requested_at"),
    Order("person__full_name"),
    Order("next_step_at", has_empty=True),
    Order("next_step_at", descending=True, has_empty=True),
]
FOUND = 11


@pytest.fixture
def leads(clinic: Clinic, make_lead: Callable[..., Lead], now: datetime) -> list[Lead]:
    """Of 22, every other by the name Found; several alike, some without a next step."""
    return [
        make_lead(
            clinic,
            full_name=f"{'Other' if number % 2 else 'Found'} {number % 4}",
            last_requested_at=now - timedelta(hours=number // 5),
            next_step_at=now + timedelta(hours=number % 2) if number % 5 else None,
        )
        for number in range(2 * FOUND)
    ]


def search(order: Order) -> KeysetSearch:
    return KeysetSearch(Lead.objects.matching("Found"), Lead.objects.all(), order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("counted_to", "walked"), [(FOUND, 5), (4, 100), (4, 5), (4, 0)], ids=["few", "near", "some near", "far"]
)
def test_its_pages_are_those_of_any_list(
    leads: list[Lead], monkeypatch: pytest.MonkeyPatch, order: Order, counted_to: int, walked: int
) -> None:
    monkeypatch.setattr(keyset_search, "COUNTED_TO", counted_to)
    monkeypatch.setattr(keyset_search, "WALKED", walked)
    plain = Keyset(Lead.objects.matching("Found"), Lead.objects.all(), order)
    position: Position | None = None
    shown = 0
    while True:
        page = search(order).page(position, size=3)
        assert page == plain.page(position, size=3)
        if page.previous:
            assert search(order).page(page.previous, size=3) == plain.page(page.previous, size=3)
        shown += len(page.rows)
        if not page.next:
            break
        position = page.next
    assert shown == FOUND


@pytest.mark.parametrize(
    ("counted_to", "walked", "statements"),
    [(FOUND, 5, 2), (4, 2 * FOUND, 3), (4, 20, 3), (4, 0, 4)],
    ids=["few", "all near", "near", "far"],
)
def test_it_is_counted_and_shown_in_few_statements(
    leads: list[Lead], monkeypatch: pytest.MonkeyPatch, counted_to: int, walked: int, statements: int
) -> None:
    monkeypatch.setattr(keyset_search, "COUNTED_TO", counted_to)
    monkeypatch.setattr(keyset_search, "WALKED", walked)
    rows = search(NEWEST)

    with CaptureQueriesContext(connection) as asked:
        count = rows.count()
        rows.page(None, size=6)

    assert count == CappedCount(min(FOUND, counted_to), is_capped=counted_to < FOUND)
    assert len(asked) == statements
