"""Which leads somebody ticked: the boxes of the list, and what they post."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads.models import Lead
from sites.viewsets.columns import CardColumn

CHOICE_FORM = "lead-choice"
# Each is a transaction of its own, with its entry and its event: as many as a request does in some seconds.
MOST_AT_ONCE = 2_000
# Above it the number is typed: nobody means that many by mistake.
TYPED_ABOVE = 500


def tick_box(value: object, *, form: str, name: str) -> SafeString:
    """A box of a row, for the form of that id elsewhere on the page."""
    return format_html(
        '<label class="held-tick"><input type="checkbox" name="lead" value="{}" form="{}">'
        '<span class="w-sr-only">{}</span></label>',
        value,
        form,
        gettext("Choose %(name)s") % {"name": name},
    )


def tick_cell(lead: Lead) -> SafeString:
    return tick_box(lead.pk.hex, form=CHOICE_FORM, name=lead.shown_name)


def tick_column() -> CardColumn:
    return CardColumn("tick", label=_("Choose"), accessor=tick_cell, classname="held-tick-cell")


@dataclass(frozen=True)
class ChosenLead:
    """A lead as somebody looked at it when they decided."""

    lead_id: UUID
    version: int

    def __str__(self) -> str:
        return f"{self.lead_id.hex}.{self.version}"


def keys_in(texts: Iterable[str]) -> list[UUID]:
    """The ids among what was posted, each once; a text may hold several, parted by commas."""
    keys: dict[UUID, None] = {}
    for text in ",".join(texts).split(","):
        try:
            keys[UUID(text)] = None
        except ValueError:
            continue
        if len(keys) > MOST_AT_ONCE:
            break
    return list(keys)


def written(chosen: Iterable[ChosenLead]) -> str:
    """For one hidden field: many fields are more than a request may have."""
    return ",".join(str(each) for each in chosen)


def chosen_in(text: str) -> list[ChosenLead]:
    """What `written` wrote; anything else in it is left out."""
    chosen: dict[UUID, ChosenLead] = {}
    for part in text.split(","):
        key, _dot, version = part.partition(".")
        if version.isdecimal() and len(version) <= 9 and len(chosen) < MOST_AT_ONCE:
            try:
                lead_id = UUID(key)
            except ValueError:
                continue
            chosen[lead_id] = ChosenLead(lead_id, int(version))
    return list(chosen.values())
