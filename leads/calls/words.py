"""A call in words for its lead's timeline."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leads.models import Call

WORDS = {
    ("inbound", ""): gettext_noop("Called"),
    ("inbound", "answered"): gettext_noop("Answered call"),
    ("inbound", "missed"): gettext_noop("Missed call"),
    ("inbound", "voicemail"): gettext_noop("Voicemail"),
    ("outbound", ""): gettext_noop("We called"),
    ("outbound", "answered"): gettext_noop("We called and they answered"),
    ("outbound", "missed"): gettext_noop("We called, no answer"),
    ("outbound", "voicemail"): gettext_noop("We called and left a voicemail"),
}


def latest_by_id(rows: Iterable[Call]) -> dict[str, Call]:
    """The row that holds for each call, by the call's id as timeline entries name it."""
    ordered = sorted(rows, key=lambda call: call.sequence)
    id_by_key = {call.call_key: str(call.pk) for call in ordered if call.sequence == 0}
    return {id_by_key[call.call_key]: call for call in ordered}


def call_in_words(call: Call) -> str:
    """ "Missed call, 0:12, number withheld (leaflet)"."""
    parts = [_(WORDS[call.direction, call.outcome])]
    if call.duration_seconds is not None:
        parts.append(minutes_and_seconds(call.duration_seconds))
    if not call.number:
        parts.append(_("number withheld"))
    words = ", ".join(parts)
    return f"{words} ({call.source})" if call.source else words


def minutes_and_seconds(seconds: int) -> str:
    """ "0:12", "75:00"."""
    return f"{seconds // 60}:{seconds % 60:02}"
