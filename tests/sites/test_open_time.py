"""Time counted while a clinic is open."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.open_time import OpenTime
from sites.opening_hours import ClosedDays, Shift

CHICAGO = ZoneInfo("America/Chicago")
WEEK = OpenTime([Shift(weekday, time(8), time(17)) for weekday in range(5)], [], CHICAGO)


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(4, 9), at(4, 9, 40), 40),
        (at(4, 16, 50), at(5, 8, 10), 20),
        (at(6, 16), at(9, 9), 120),  # over a weekend
        (at(7, 9), at(8, 20), 0),
        (at(4, 10), at(4, 9), 0),
    ],
)
def test_only_open_minutes_count(start: datetime, end: datetime, minutes: int) -> None:
    assert WEEK.between(start.astimezone(UTC), end.astimezone(UTC)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (at(4, 9), 120, at(4, 11)),
        (at(4, 16), 120, at(5, 9)),
        (at(6, 18), 30, at(9, 8, 30)),
        (at(4, 7), 0, at(4, 8)),
        (at(4, 8), 540, at(4, 17)),
    ],
)
def test_a_promise_falls_due_in_opening_hours(start: datetime, minutes: int, due: datetime) -> None:
    assert WEEK.after(start, minutes=minutes) == due


def test_closed_days_do_not_count() -> None:
    snow = OpenTime(WEEK.shifts, [ClosedDays(at(5, 0).date(), at(5, 0).date())], CHICAGO)

    assert snow.after(at(4, 16), minutes=120) == at(6, 9)


def test_without_hours_nothing_falls_due() -> None:
    never = OpenTime([], [], CHICAGO)

    assert never.after(at(4, 9), minutes=1) is None
    assert never.between(at(4, 9), at(6, 9)) == timedelta()


def test_an_hour_that_the_clocks_skip_is_not_waited_for() -> None:
    night = OpenTime([Shift(6, time(0), time(6))], [], CHICAGO)

    assert night.between(at(8, 0), at(8, 6)) == timedelta(hours=5)
    assert night.after(at(8, 1), minutes=90) == at(8, 3, 30)


@given(hours=st.integers(0, 24 * 365), minutes=st.integers(1, 900))
def test_what_falls_due_after_so_many_minutes_is_so_many_minutes_away(hours: int, minutes: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)

    due = WEEK.after(start, minutes=minutes)

    assert due is not None
    assert WEEK.between(start, due) == timedelta(minutes=minutes)
