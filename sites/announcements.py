"""What the pages of a clinic say before anything else: it takes no patients now, it is closed today, it has moved.

Only the record and the clock decide, never the visitor: a page may be kept until `expires_at` of what it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from sites.models import Clinic
from sites.navigation import clinic_page_url

SHOW_MOVE_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Announcement:
    kind: str
    """ "paused", "closed_today" or "moved"."""
    title: str
    lines: list[str] = field(default_factory=list)
    leads_to: Clinic | None = None
    """Who takes the patients meanwhile, with a phone and a page of its own."""
    url: str = ""
    """That page."""
    expires_at: datetime | None = None
    """When it stops being true, if the record tells."""


def announcements(clinic: Clinic, *, at: datetime) -> list[Announcement]:
    """What all pages of `clinic` say at `at` (aware). No query for a clinic with its contact details, if it is open."""
    return [*availability(clinic, at=at), *move(clinic, at=at)]


def availability(clinic: Clinic, *, at: datetime) -> Iterator[Announcement]:
    if clinic.status == Clinic.Status.PAUSED:
        yield paused(clinic, at=at)
    elif clinic.status == Clinic.Status.OPEN:
        yield from closed_today(clinic, at=at)


def paused(clinic: Clinic, *, at: datetime) -> Announcement:
    lines = [clinic.status_notice] if clinic.status_notice else []
    expires_at = None
    if clinic.reopens_date and clinic.reopens_date > clinic.local_date(at=at):
        day = formats.date_format(clinic.reopens_date, "DATE_FORMAT")
        lines.append(_("It opens again on %(day)s.") % {"day": day})
        expires_at = start_of(clinic.reopens_date, clinic=clinic)
    title = _("%(name)s takes no new patients at present") % {"name": clinic.name}
    taker = clinic.patients_go_to
    url = clinic_page_url(taker) if taker else ""
    return Announcement("paused", title, lines, leads_to=taker, url=url, expires_at=expires_at)


def closed_today(clinic: Clinic, *, at: datetime) -> Iterator[Announcement]:
    today = clinic.local_date(at=at)
    closure = next((each for each in clinic.closed_days() if each.first <= today <= each.last), None)
    if closure is None:
        return
    state = clinic.opening_state(at=at)
    if state.is_open:  # a shift of last night that is not over
        return
    title = _("Closed today: %(reason)s") % {"reason": closure.reason} if closure.reason else _("Closed today")
    midnight = start_of(today + timedelta(days=1), clinic=clinic)
    yield Announcement("closed_today", title, [f"{state.sentence}."], expires_at=midnight)


def move(clinic: Clinic, *, at: datetime) -> Iterator[Announcement]:
    if not clinic.moved_date or clinic.is_closed_for_good:
        return
    last_day = clinic.moved_date + SHOW_MOVE_FOR
    if clinic.moved_date <= clinic.local_date(at=at) < last_day:
        title = _("We have moved to %(address)s") % {"address": clinic.address}
        lines = [_("Until %(day)s we were at %(address)s.") % {
            "day": formats.date_format(clinic.moved_date, "DATE_FORMAT"),
            "address": clinic.former_address,
        }]  # fmt: skip
        yield Announcement("moved", title, lines, expires_at=start_of(last_day, clinic=clinic))


def changes_at(clinic: Clinic, *, at: datetime) -> datetime | None:
    """When a page of this clinic made at `at` stops being true; None where the record foresees nothing."""
    days = [clinic.moved_date, clinic.reopens_date]
    starts = [start_of(day, clinic=clinic) for day in days if day]
    moments = [clinic.opening_state(at=at).changes_at, *(each.expires_at for each in announcements(clinic, at=at))]
    return min((moment for moment in (*moments, *starts) if moment and moment > at), default=None)


def start_of(day: date, *, clinic: Clinic) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clinic.zone)
