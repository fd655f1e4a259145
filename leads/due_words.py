"""A lead's clock in words: how long until somebody must act, or for how long it is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads.models import Lead
from leads.response_clock import DUE_SOON
from sites.answer_times import hours_of
from sites.open_time import OpenTime

# Beyond it whole days are told: nobody counts the open minutes of a month.
COUNTED_FOR = timedelta(days=7)


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NONE = "none"
    CLOSED = "closed"


# Of Wagtail's icons. Each differs in shape: colour alone says nothing.
ICONS = {
    Urgency.OVERDUE: "warning",
    Urgency.SOON: "time",
    Urgency.LATER: "calendar-alt",
    Urgency.NONE: "circle-plus",
    Urgency.CLOSED: "check",
}


@dataclass(frozen=True)
class DueWords:
    urgency: Urgency
    text: str
    """ "Answer: 25 open minutes left"."""
    exact: str = ""
    """By the clinic's own clock, for a tooltip. Empty where nothing is due."""

    @property
    def icon(self) -> str:
        return ICONS[self.urgency]


def due_words(lead: Lead, *, at: datetime, hours: OpenTime | None = None) -> DueWords:
    """What must happen next with `lead` (its `clinic` loaded) and how long until then.

    Args:
        at: now, aware.
        hours: the clinic's; read where it is not given. For many leads take `due_words_of`.
    """
    if not lead.is_open():
        return DueWords(Urgency.CLOSED, _("Nothing to do"))
    if lead.due_at is None:
        if lead.answered_at is None:
            return DueWords(Urgency.NONE, _("Not answered yet"))
        return DueWords(Urgency.NONE, _("No next step"))
    urgency = urgency_of(lead.due_at, at=at)
    exact = date_format(localtime(lead.due_at, lead.clinic.zone), "DATETIME_FORMAT")
    values = {"moment": exact, "zone": localtime(lead.due_at, lead.clinic.zone).tzname()}
    return DueWords(urgency, _text(lead, at=at, hours=hours), _("Due %(moment)s %(zone)s") % values)


def due_words_of(leads: Iterable[Lead], *, at: datetime) -> dict[Lead, DueWords]:
    """`due_words` of each lead. Reads the hours of all their clinics in one go."""
    leads = list(leads)
    hours = hours_of({lead.clinic for lead in leads})
    return {lead: due_words(lead, at=at, hours=hours[lead.clinic_id]) for lead in leads}


def urgency_of(due_at: datetime, *, at: datetime) -> Urgency:
    if due_at < at:
        return Urgency.OVERDUE
    return Urgency.SOON if due_at - at <= DUE_SOON else Urgency.LATER


def due_tag(words: DueWords) -> SafeString:
    """Icon and text, the exact time on hover and focus."""
    inner = format_html(
        '<svg class="icon" aria-hidden="true"><use href="#icon-{}"></use></svg>{}', words.icon, words.text
    )
    classes = f"lead-due lead-due-{words.urgency}"
    if not words.exact:
        return format_html('<span class="{}">{}</span>', classes, inner)
    return format_html(
        '<button type="button" class="{}" data-controller="w-tooltip" data-w-tooltip-content-value="{}">{}</button>',
        classes,
        words.exact,
        inner,
    )


def _text(lead: Lead, *, at: datetime, hours: OpenTime | None) -> str:
    """An answer is counted in open time, as it was promised; a next step by the wall, as it was planned."""
    due_at = lead.due_at
    span = due_at - at
    is_over = span < timedelta()
    if abs(span) > COUNTED_FOR:
        values = {"length": _days(abs(span))}
    elif lead.answered_at is None:
        hours = hours or hours_of([lead.clinic])[lead.clinic_id]
        values = {"length": _open_length(hours.between(min(at, due_at), max(at, due_at)))}
    else:
        values = {"length": _length(abs(span))}
    if lead.answered_at is None:
        return (_("Answer: %(length)s over") if is_over else _("Answer: %(length)s left")) % values
    return (_("Next step: %(length)s over") if is_over else _("Next step: in %(length)s")) % values


def _open_length(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    if minutes < 120:
        return ngettext("%(count)d open minute", "%(count)d open minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d open hour", "%(count)d open hours", minutes // 60) % {"count": minutes // 60}


def _length(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}
    return _days(span)


def _days(span: timedelta) -> str:
    return ngettext("%(count)d day", "%(count)d days", span.days) % {"count": span.days}
