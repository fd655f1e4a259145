"""What happened to a lead, in words for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from leads.calls.words import call_in_words, latest_by_id
from leads.models import Call, LeadEvent, Stage
from leads.pipeline import LostReason

LOST_REASONS = dict(LostReason.choices)


@dataclass(frozen=True)
class TimelineEntry:
    what: str
    """One line, "Moved from New to Connected"."""
    who: str
    """Empty: the visitor or the system."""
    at: datetime
    text: str
    """What a person wrote; may be about health."""


def timeline(
    events: Iterable[LeadEvent], *, stages: Iterable[Stage], calls: Iterable[Call] = ()
) -> list[TimelineEntry]:
    """Entries in the order given, calls in their latest state. `actor` should be loaded; no queries otherwise."""
    names = {stage.slug: stage.name for stage in stages}
    told_calls = latest_by_id(calls)
    return [
        TimelineEntry(
            what=described(event, stage_names=names, calls=told_calls),
            who=str(get_user_display_name(event.actor)) if event.actor else "",
            at=event.occurred_at,
            text=event.text,
        )
        for event in events
    ]


def described(event: LeadEvent, *, stage_names: Mapping[str, str], calls: Mapping[str, Call]) -> str:
    call = calls.get(event.data.get("call", ""))
    if call:
        return call_in_words(call)
    if event.kind != LeadEvent.Kind.STAGE_CHANGED:
        return str(event.get_kind_display())
    before, after = (stage_names.get(event.data.get(side, ""), event.data.get(side, "")) for side in ("from", "to"))
    moved = _("Moved from %(before)s to %(after)s") % {"before": before, "after": after}
    reason = lost_reason_label(event.data.get("lost_reason", ""))
    return f"{moved}: {reason}" if reason else moved


def lost_reason_label(reason: str) -> str:
    """The words for a stored reason; those that came from elsewhere as they are."""
    return str(LOST_REASONS.get(reason, reason))
