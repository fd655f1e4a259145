"""When a text may reach somebody: by the clock where they live.

Federal: 8 a.m. to 9 p.m. local time of the called party, 47 CFR 64.1200(c)(1). Written for solicitations; an answer to
somebody's own request is hardly one, but nobody wants a clinic's text at night. Stricter states are in the table, to be
read as an engineer's list: the network's counsel decides, and adds to it. Public holidays are not known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leads.models import Person
from sites.models import Clinic
from sites.time_zones_by_state import ZONES_BY_STATE

Hours = tuple[int, int] | None
"""From the first hour to the last, local; None: not on that day."""

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class TextingHours:
    weekdays: Hours
    saturday: Hours
    sunday: Hours

    @classmethod
    def every_day(cls, first: int, last: int) -> "TextingHours":
        return cls((first, last), (first, last), (first, last))

    def on(self, day: date) -> Hours:
        return {SATURDAY: self.saturday, SUNDAY: self.sunday}.get(day.weekday(), self.weekdays)


FEDERAL = TextingHours.every_day(8, 21)
STRICTER = {
    "CT": TextingHours.every_day(9, 20),  # Conn. Gen. Stat. § 42-288a, as amended by P.A. 23-98
    "FL": TextingHours.every_day(8, 20),  # Fla. Stat. § 501.616(6)(a)
    "MA": TextingHours.every_day(8, 20),  # Mass. Gen. Laws ch. 159C § 3
    "MD": TextingHours.every_day(8, 20),  # Md. Code, Com. Law § 14-4504
    "MN": TextingHours.every_day(9, 21),  # Minn. Stat. § 325E.30
    "MS": TextingHours((8, 20), (8, 20), None),  # Miss. Code § 77-3-723
    "NM": TextingHours.every_day(9, 21),  # N.M. Stat. § 57-12-22
    "OK": TextingHours.every_day(8, 20),  # Okla. Stat. tit. 15 § 775C.4
    "RI": TextingHours((9, 18), (10, 17), None),  # R.I. Gen. Laws § 5-61-3.6
    "TX": TextingHours((9, 21), (9, 21), (12, 21)),  # Tex. Bus. & Com. Code § 301.051
    "WA": TextingHours.every_day(8, 20),  # Wash. Rev. Code § 80.36.390
}


def next_texting_time(person: Person, clinic: Clinic, *, at: datetime) -> datetime:
    """`at` itself where a text may go now, otherwise the first moment when it may. No query.

    By the person's state, or the clinic's where theirs is not known. In a state of two time zones both must allow.
    """
    zones = zones_of(person, clinic)
    hours = STRICTER.get(person.state or clinic.state, FEDERAL)
    return next(max(at, opens) for opens, closes in windows(hours, zones, since=at) if closes > at)


def zones_of(person: Person, clinic: Clinic) -> list[ZoneInfo]:
    """The clocks that count, the person's likeliest first."""
    names = ZONES_BY_STATE.get(person.state, (clinic.time_zone,))
    return [ZoneInfo(name) for name in names]


def windows(hours: TextingHours, zones: list[ZoneInfo], *, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When all clocks allow, day by day, from the day before; ten days reach past any weekend."""
    first = since.astimezone(zones[0]).date() - timedelta(days=1)
    for number in range(10):
        day = first + timedelta(days=number)
        allowed = hours.on(day)
        if allowed is None:
            continue
        opens = max(datetime.combine(day, time(allowed[0]), tzinfo=zone) for zone in zones)
        closes = min(datetime.combine(day, time(allowed[1]), tzinfo=zone) for zone in zones)
        if opens < closes:
            yield opens, closes
