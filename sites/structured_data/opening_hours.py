"""Weekly hours and closures as `OpeningHoursSpecification`, in the clinic's own time."""

from collections.abc import Iterable
from datetime import date, time

from sites.opening_hours import ClosedDays, Shift
from sites.structured_data.json_ld import Node, without_empty

DAYS_OF_WEEK = tuple(
    f"https://schema.org/{day}"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)


def weekly_hours(shifts: Iterable[Shift]) -> list[Node]:
    """Days with the same hours together, earliest first."""
    weekdays: dict[tuple[time, time], list[int]] = {}
    for shift in shifts:
        weekdays.setdefault((shift.opens, shift.closes), []).append(shift.weekday)
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [DAYS_OF_WEEK[weekday] for weekday in sorted(days)],
            "opens": clock(opens),
            # Open around the clock is written so: search engines read equal times as closed.
            "closes": "23:59" if opens == closes else clock(closes),
        }
        for (opens, closes), days in sorted(weekdays.items(), key=lambda each: (min(each[1]), each[0]))
    ]


def closed_days(closures: Iterable[ClosedDays], *, today: date) -> list[Node]:
    """Closures that are not over. Opening and closing at midnight means closed all day."""
    return [
        without_empty(
            {
                "@type": "OpeningHoursSpecification",
                "name": each.reason,
                "validFrom": each.first.isoformat(),
                "validThrough": each.last.isoformat(),
                "opens": "00:00",
                "closes": "00:00",
            }
        )
        for each in sorted(closures, key=lambda each: each.first)
        if each.last >= today
    ]


def clock(value: time) -> str:
    return value.strftime("%H:%M")
