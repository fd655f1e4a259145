"""When somebody will answer, in words: what the clinic promises, and what it has kept lately."""

from datetime import datetime, timedelta

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sites.answer_times import open_time_of
from sites.models import Clinic
from sites.opening_hours import OpeningState
from sites.templatetags.clinic_words import open_time

# A median of 37 minutes is "within 40": nobody measured it to the minute.
ROUNDED_TO_MINUTES = 5


def lasting_promise(clinic: Clinic) -> str:
    """Words that stay true however long a page is kept. No query."""
    return f"{_who_answers(clinic)} {_('If the clinic is closed, that clock starts when it opens.')}"


def promise_at(clinic: Clinic, *, at: datetime) -> str:
    """Words for a page that nobody keeps: by when to expect an answer to what is sent at `at` (aware).

    No query for a clinic with its contact details.
    """
    hours = open_time_of(clinic)
    minutes = longest_minutes(promised=clinic.response_minutes, measured=clinic.measured_response_minutes)
    return promise_words(
        _who_answers(clinic),
        opening=clinic.opening_state(at=at),
        due_at=hours.after(at, minutes=minutes),
        now=at.astimezone(clinic.zone),
    )


def promise_words(who: str, *, opening: OpeningState, due_at: datetime | None, now: datetime) -> str:
    """Who answers, then whether the clinic is open and by when, by its own clock.

    Args:
        due_at: None where the hours foresee no such moment; then no time is given.
    """
    if due_at is None:
        return f"{who} {opening.sentence}."
    by = _("Sent now, it is answered by %(moment)s.") % {"moment": _moment(due_at, now=now)}
    return f"{who} {opening.sentence}. {by}"


def answer_words(*, city: str, promised: int, measured: int | None) -> str:
    """In open minutes. A promise that lately was broken more often than kept is not repeated: the measure is told."""
    if measured is None:
        values = {"city": city, "promise": open_time(promised)}
        return _("A coordinator in %(city)s reads this and answers within %(promise)s.") % values
    usual = rounded_up(measured)
    values = {"city": city, "usual": open_time(usual), "promise": open_time(promised)}
    if measured > promised:
        return _("A coordinator in %(city)s reads this. Lately an answer has taken about %(usual)s.") % values
    if usual >= promised:
        return _("A coordinator in %(city)s reads this and answers within %(promise)s.") % values
    return (
        _(
            "A coordinator in %(city)s reads this. At least half of all answers come within %(usual)s, "
            "and yours should not take longer than %(promise)s."
        )
        % values
    )


def longest_minutes(*, promised: int, measured: int | None) -> int:
    """What to expect at the most: the promise, or the measure where it is worse."""
    return max(promised, rounded_up(measured or 0))


def rounded_up(minutes: int) -> int:
    return max(-(-minutes // ROUNDED_TO_MINUTES), 1) * ROUNDED_TO_MINUTES


def _who_answers(clinic: Clinic) -> str:
    return answer_words(city=clinic.city, promised=clinic.response_minutes, measured=clinic.measured_response_minutes)


def _moment(moment: datetime, *, now: datetime) -> str:
    clock = formats.time_format(moment.timetz(), "g:i A")
    days = (moment.date() - now.date()) // timedelta(days=1)
    if days == 0:
        return _("%(time)s today") % {"time": clock}
    if days == 1:
        return _("%(time)s tomorrow") % {"time": clock}
    if days < 7:
        return _("%(day)s at %(time)s") % {"day": WEEKDAYS[moment.weekday()], "time": clock}
    return _("%(day)s at %(time)s") % {"day": formats.date_format(moment.date(), "F j"), "time": clock}
