"""When a clinic is open: its weekly hours and its closures, in its own time zone. Plain functions over plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAYS_TO_LOOK_AHEAD = 60


@dataclass(frozen=True)
class Shift:
    """Open from `opens` to `closes` on a weekday (0 is Monday). A day may have several."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class ClosedDays:
    """Closed from `first` to `last`, both included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True)
class Interval:
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class OpeningState:
    """What a page may say until `changes_at`, when it must be made anew."""

    is_open: bool
    sentence: str
    changes_at: datetime | None


@dataclass(frozen=True)
class HoursRow:
    weekday: str
    text: str
    is_today: bool


def intervals(
    shifts: Sequence[Shift], closures: Iterable[ClosedDays], *, time_zone: ZoneInfo, start: date, days: int
) -> Iterator[Interval]:
    """Open intervals of `days` calendar days from `start`, in order and apart, as aware datetimes of the clinic's zone.
    They are found as they are asked for: who wants the next one does not wait for all.

    A closing time at or before its opening time belongs to the next day; shifts that meet or overlap are one interval.
    On the two days a year when clocks change, wall-clock hours hold: open at 8:00 is 8:00 by the clock on the wall.
    """
    closed = list(closures)
    in_order = (
        interval
        for day in (start + timedelta(days=offset) for offset in range(days))
        if not any(each.first <= day <= each.last for each in closed)
        for interval in sorted(_of_day(shifts, day, time_zone=time_zone), key=lambda each: _instant(each.opens_at))
    )
    return _joined(in_order)


def _of_day(shifts: Iterable[Shift], day: date, *, time_zone: ZoneInfo) -> Iterator[Interval]:
    for shift in shifts:
        if shift.weekday == day.weekday():
            last_day = day + timedelta(days=1) if shift.closes <= shift.opens else day
            yield Interval(
                datetime.combine(day, shift.opens, tzinfo=time_zone),
                datetime.combine(last_day, shift.closes, tzinfo=time_zone),
            )


def opening_state(
    shifts: Sequence[Shift], closures: Sequence[ClosedDays], *, time_zone: ZoneInfo, at: datetime
) -> OpeningState:
    """Whether the clinic is open at `at` (aware), in a sentence for its page, and when that stops being true."""
    local = at.astimezone(time_zone)
    upcoming = intervals(
        shifts, closures, time_zone=time_zone, start=local.date() - timedelta(days=1), days=DAYS_TO_LOOK_AHEAD
    )
    now = _instant(at)
    for interval in upcoming:
        if _instant(interval.opens_at) <= now < _instant(interval.closes_at):
            return OpeningState(True, _open_sentence(interval.closes_at, now=local), interval.closes_at)
        if now < _instant(interval.opens_at):
            # "Opens tomorrow" is true until midnight.
            midnight = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=time_zone)
            changes_at = min(interval.opens_at, midnight, key=_instant)
            return OpeningState(False, _closed_sentence(interval.opens_at, now=local), changes_at)
    # A closure longer than we look ahead still ends: say so again before that can come into sight.
    look_again_at = local + timedelta(days=DAYS_TO_LOOK_AHEAD // 2) if shifts else None
    return OpeningState(False, _("Closed at present"), look_again_at)


def hours_rows(shifts: Sequence[Shift], *, today: date) -> list[HoursRow]:
    """The week from Monday, a row a day, for a table."""
    rows = []
    for weekday in range(7):
        of_day = sorted((shift for shift in shifts if shift.weekday == weekday), key=lambda shift: shift.opens)
        spans = [f"{_clock(shift.opens)} – {_clock(shift.closes)}" for shift in of_day]  # noqa: RUF001
        text = ", ".join(spans) or _("Closed")
        rows.append(HoursRow(str(WEEKDAYS[weekday]), text, weekday == today.weekday()))
    return rows


def _instant(moment: datetime) -> datetime:
    # Datetimes of one zone are compared by the clock on the wall, which shows an hour twice in autumn.
    return moment.astimezone(UTC)


def _joined(in_order: Iterable[Interval]) -> Iterator[Interval]:
    last: Interval | None = None
    for interval in in_order:
        if last and _instant(interval.opens_at) <= _instant(last.closes_at):
            last = Interval(last.opens_at, max(last.closes_at, interval.closes_at, key=_instant))
        elif _instant(interval.opens_at) < _instant(interval.closes_at):
            if last:
                yield last
            last = interval
    if last:
        yield last


def _open_sentence(closes_at: datetime, *, now: datetime) -> str:
    if closes_at - now >= timedelta(days=1):  # "until 8:00 AM" would mean tomorrow's
        return _("Open now")
    return _("Open now, until %(time)s") % {"time": formats.time_format(closes_at.timetz(), "g:i A")}


def _closed_sentence(opens_at: datetime, *, now: datetime) -> str:
    clock = formats.time_format(opens_at.timetz(), "g:i A")
    days = (opens_at.date() - now.date()).days
    if days == 0:
        return _("Closed now, opens at %(time)s") % {"time": clock}
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s") % {"time": clock}
    if days < 7:
        return _("Closed now, opens %(day)s at %(time)s") % {"day": WEEKDAYS[opens_at.weekday()], "time": clock}
    day = formats.date_format(opens_at.date(), "F j")
    return _("Closed now, opens %(day)s at %(time)s") % {"day": day, "time": clock}


def _clock(value: time) -> str:
    return formats.time_format(value, "g:i A")
