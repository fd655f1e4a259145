"""Time counted while a clinic is open: how long somebody waited, and when a promise made in open minutes falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sites.opening_hours import DAYS_TO_LOOK_AHEAD, ClosedDays, Shift, intervals


@dataclass(frozen=True)
class OpenTime:
    """A clinic's weekly hours and closures, by which time is counted."""

    shifts: Sequence[Shift]
    closures: Sequence[ClosedDays]
    time_zone: ZoneInfo

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the clinic was open from `start` to `end` (both aware). Nothing where `end` is the earlier one."""
        spans = (min(_utc(end), closes) - max(_utc(start), opens) for opens, closes in self._spans(start, until=end))
        return sum((span for span in spans if span > timedelta()), timedelta())

    def after(self, start: datetime, *, minutes: int) -> datetime | None:
        """When the clinic has been open for so long since `start`, in its own zone. None: not within sixty days."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(start, until=start + timedelta(days=DAYS_TO_LOOK_AHEAD)):
            begins = max(_utc(start), opens)
            if closes - begins >= left:
                return (begins + left).astimezone(self.time_zone)
            left -= max(closes - begins, timedelta())
        return None

    def _spans(self, start: datetime, *, until: datetime) -> list[tuple[datetime, datetime]]:
        """In UTC: what is subtracted in a zone of its own is the clock on the wall, not the time that passed."""
        first = start.astimezone(self.time_zone).date() - timedelta(days=1)  # a shift of last night
        days = (until.astimezone(self.time_zone).date() - first).days + 1
        found = intervals(self.shifts, self.closures, time_zone=self.time_zone, start=first, days=max(days, 0))
        return [(_utc(each.opens_at), _utc(each.closes_at)) for each in found]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
