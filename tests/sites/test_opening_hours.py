"""Whether a clinic is open, by the clock on its wall, and until when a page may say so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sites.opening_hours import ClosedDays, OpeningState, Shift, hours_rows, intervals, opening_state

CHICAGO = ZoneInfo("America/Chicago")
WEEK = [Shift(weekday, time(8), time(17)) for weekday in range(5)]
WEDNESDAY = date(2026, 3, 4)


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


def state(
    moment: datetime, shifts: list[Shift] = WEEK, closures: tuple[ClosedDays, ...] = (), zone: ZoneInfo = CHICAGO
) -> OpeningState:
    return opening_state(shifts, closures, time_zone=zone, at=moment)


@pytest.mark.parametrize(
    ("moment", "is_open", "sentence", "changes_at"),
    [
        (at(4, 7, 59), False, "Closed now, opens at 8:00 AM", at(4, 8)),
        (at(4, 8), True, "Open now, until 5:00 PM", at(4, 17)),
        (at(4, 16, 59), True, "Open now, until 5:00 PM", at(4, 17)),
        (at(4, 17), False, "Closed now, opens tomorrow at 8:00 AM", at(5, 0)),
        (at(6, 18), False, "Closed now, opens Monday at 8:00 AM", at(7, 0)),
        (at(8, 18), False, "Closed now, opens tomorrow at 8:00 AM", at(9, 0)),
        (at(9, 0), False, "Closed now, opens at 8:00 AM", at(9, 8)),
    ],
)
def test_a_week_in_the_clinics_own_time(moment: datetime, is_open: bool, sentence: str, changes_at: datetime) -> None:
    assert state(moment.astimezone(UTC)) == OpeningState(is_open, sentence, changes_at)


def test_the_same_moment_is_morning_in_one_zone_and_evening_in_another() -> None:
    moment = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    assert not state(moment).is_open
    assert state(moment, zone=ZoneInfo("America/Los_Angeles")).is_open


def test_a_lunch_break_closes_and_opens_again() -> None:
    shifts = [Shift(2, time(13), time(17)), Shift(2, time(8), time(12))]

    assert state(at(4, 11), shifts).sentence == "Open now, until 12:00 PM"
    assert state(at(4, 12), shifts).sentence == "Closed now, opens at 1:00 PM"
    assert state(at(4, 13), shifts).sentence == "Open now, until 5:00 PM"


@pytest.mark.parametrize(
    "shifts",
    [
        [Shift(2, time(8), time(12)), Shift(2, time(12), time(17))],
        [Shift(2, time(8), time(14)), Shift(2, time(10), time(17))],
        [Shift(2, time(8), time(17)), Shift(2, time(12), time(13))],
    ],
    ids=["meet", "overlap", "hold one another"],
)
def test_shifts_that_leave_no_gap_are_one(shifts: list[Shift]) -> None:
    assert state(at(4, 9), shifts).sentence == "Open now, until 5:00 PM"
    assert state(at(4, 12, 30), shifts).changes_at == at(4, 17)


def test_a_night_shift_ends_on_the_next_day() -> None:
    shifts = [Shift(2, time(20), time(2))]

    assert state(at(4, 23), shifts).sentence == "Open now, until 2:00 AM"
    assert state(at(5, 1), shifts).is_open
    assert not state(at(5, 2), shifts).is_open


def test_around_the_clock_no_time_of_closing_is_given() -> None:
    shifts = [Shift(weekday, time(0), time(0)) for weekday in range(7)]

    assert state(at(4, 3), shifts).sentence == "Open now"
    assert state(at(4, 3), shifts).is_open


def test_a_closure_beats_the_weekly_hours_on_both_its_ends() -> None:
    closed = (ClosedDays(WEDNESDAY, WEDNESDAY + timedelta(days=1), "Snow"),)

    assert state(at(4, 10), closures=closed).sentence == "Closed now, opens Friday at 8:00 AM"
    assert not state(at(5, 10), closures=closed).is_open
    assert state(at(6, 10), closures=closed).is_open


def test_more_than_a_week_ahead_the_date_is_given() -> None:
    closed = (ClosedDays(WEDNESDAY, WEDNESDAY + timedelta(days=11)),)

    assert state(at(4, 10), closures=closed).sentence == "Closed now, opens March 16 at 8:00 AM"


def test_a_closure_longer_than_we_look_ahead_is_looked_at_again_before_it_ends() -> None:
    last = WEDNESDAY + timedelta(days=90)
    closed = (ClosedDays(WEDNESDAY, last),)

    found = state(at(4, 10), closures=closed)

    assert found.sentence == "Closed at present"
    assert found.changes_at is not None
    assert found.changes_at.date() < last
    assert "opens" in state(found.changes_at + timedelta(days=15), closures=closed).sentence


def test_without_hours_nothing_is_promised() -> None:
    assert state(at(4, 10), []) == OpeningState(False, "Closed at present", None)


def test_on_the_days_when_clocks_change_the_clock_on_the_wall_holds() -> None:
    sunday = [Shift(6, time(8), time(17))]

    for day, month in ((8, 3), (1, 11)):  # spring forward, fall back
        assert not state(at(day, 7, 59, month=month), sunday).is_open
        assert state(at(day, 8, month=month), sunday).is_open


def test_in_the_hour_that_comes_twice_a_shift_ends_once() -> None:
    shifts = [Shift(5, time(20), time(1, 30))]
    first = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 1:15 in summer time

    assert state(first, shifts).is_open
    changes_at = state(first, shifts).changes_at
    assert changes_at is not None
    assert changes_at.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert not state(first + timedelta(hours=1), shifts).is_open, "1:15 for the second time"


def test_the_table_begins_on_monday_and_marks_today() -> None:
    rows = hours_rows([*WEEK, Shift(0, time(18), time(20))], today=WEDNESDAY)

    assert [row.weekday for row in rows][:2] == ["Monday", "Tuesday"]
    assert rows[0].text == "8:00 AM – 5:00 PM, 6:00 PM – 8:00 PM"
    assert rows[6].text == "Closed"
    assert [row.is_today for row in rows] == [False, False, True, False, False, False, False]


def test_weekdays_are_named_in_the_visitors_language() -> None:
    with translation.override("es"):
        assert hours_rows(WEEK, today=WEDNESDAY)[0].weekday.lower() == "lunes"


SHIFTS = st.lists(st.builds(Shift, st.integers(0, 6), st.times(), st.times()), max_size=8)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(shifts=SHIFTS, moment=MOMENTS)
def test_a_sentence_is_true_until_the_moment_it_names(shifts: list[Shift], moment: datetime) -> None:
    found = state(moment, shifts)
    if found.changes_at is None:
        assert not shifts
        return

    changes_at = found.changes_at.astimezone(UTC)
    assert changes_at > moment
    just_before = state(changes_at - timedelta(microseconds=1), shifts)
    assert just_before.is_open == found.is_open
    if found.sentence != "Open now":  # which gains its closing time on the last day
        assert just_before.sentence == found.sentence


@given(shifts=SHIFTS, start=st.dates(date(2026, 1, 1), date(2026, 12, 1)))
def test_intervals_come_in_order_and_apart(shifts: list[Shift], start: date) -> None:
    found = list(intervals(shifts, [], time_zone=CHICAGO, start=start, days=14))

    edges = [edge.astimezone(UTC) for interval in found for edge in (interval.opens_at, interval.closes_at)]
    assert edges == sorted(set(edges))
