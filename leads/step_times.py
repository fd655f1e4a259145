"""When a next step may be due, for one click: by the clinic's clock on the wall."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Before most clinics open nobody answers, after it the day's first calls are made.
MORNING = time(9)


class StepTime(TextChoices):
    HOUR = "hour", _("In an hour")
    TOMORROW = "tomorrow", _("Tomorrow")
    TWO_DAYS = "two_days", _("In two days")
    NEXT_WEEK = "next_week", _("In a week")
    CHOSEN = "chosen", _("Another time")


DAYS_AHEAD = {StepTime.TOMORROW: 1, StepTime.TWO_DAYS: 2, StepTime.NEXT_WEEK: 7}


def quick_times(*, at: datetime, zone: ZoneInfo) -> dict[StepTime, datetime]:
    """What each choice but `CHOSEN` means at `at` (aware), in `zone`: an hour from now, or a later day at nine."""
    local = at.astimezone(zone)
    in_an_hour = (at + timedelta(hours=1)).astimezone(zone).replace(second=0, microsecond=0)
    mornings = {
        choice: datetime.combine(local.date() + timedelta(days=days), MORNING, tzinfo=zone)
        for choice, days in DAYS_AHEAD.items()
    }
    return {StepTime.HOUR: in_an_hour, **mornings}
