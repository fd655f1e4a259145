"""The pipeline as a board: a column for each stage on which people work, what is due first on top, the rest counted.

However many leads there are, each column costs a short read of an index: no count goes far.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wagtail.admin.utils import get_user_display_name

from leads.board_cards import cards_of, counted_stages
from leads.board_search import cards_of_matches, counted_matches
from leads.capped_count import COUNTED_TO, CappedCount
from leads.due_words import DueWords, due_words_of
from leads.models import DoNotContact, Lead, Stage
from leads.models.lead import LeadQuerySet
from leads.people.do_not_contact import forbidden_channels

WORKED_KINDS = (Stage.Kind.OPEN, Stage.Kind.BOOKED)


@dataclass(frozen=True)
class BoardCard:
    lead: Lead
    due: DueWords
    may_change: bool
    may_be_called: bool

    @property
    def owner_name(self) -> str:
        return str(get_user_display_name(self.lead.owner)) if self.lead.owner else ""


@dataclass(frozen=True)
class BoardColumn:
    stage: Stage
    found: CappedCount
    """How many leads stand here."""
    cards: list[BoardCard]
    """Empty for a closed stage: nobody works there."""
    goes_to: list[Stage]
    """Where a lead may go from here."""

    @property
    def more(self) -> int:
        return self.found.number - len(self.cards)


def board_columns(
    leads: LeadQuerySet,
    *,
    at: datetime,
    may_change: Callable[[Lead], bool],
    only: list[Stage] | None = None,
    found: LeadQuerySet | None = None,
) -> list[BoardColumn]:
    """The columns in the pipeline's order, those of closed stages too.

    Args:
        leads: the reader's, filtered as they wish, in any order.
        only: the stages whose leads are wanted; None: of all.
        found: those of `leads` that match a text, where one is searched for.
    """
    counts = counted_stages(leads, up_to=COUNTED_TO) if found is None else counted_matches(found)
    wanted = [stage for stage in counts if only is None or stage in only]
    worked = [stage for stage in wanted if stage.kind in WORKED_KINDS and counts[stage].number]
    if found is None:
        cards = {stage: list(cards_of(stage, leads)) for stage in worked}
    else:
        cards = cards_of_matches(found, {stage: counts[stage] for stage in worked}, among=leads)
    shown = [lead for column in cards.values() for lead in column]
    due, forbidden = due_words_of(shown, at=at), forbidden_channels(lead.person_id for lead in shown)

    def card(lead: Lead) -> BoardCard:
        may_be_called = DoNotContact.Channel.CALL not in forbidden.get(lead.person_id, ())
        return BoardCard(lead, due=due[lead], may_change=may_change(lead), may_be_called=may_be_called)

    return [
        BoardColumn(
            stage=stage,
            found=counts[stage],
            cards=[card(lead) for lead in cards.get(stage, [])],
            goes_to=[each for each in counts if each != stage and stage.may_lead_to(each)],
        )
        for stage in wanted
    ]
