"""The board of what a search found. Its index finds leads in no order, near the top of a column or far below.

As in `leads.keyset_search`: left to itself the database would walk each column to its end.
"""

from collections import Counter, defaultdict

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from leads.board_cards import CARDS, DUE_FIRST, as_cards, cards_of, counted_stages
from leads.capped_count import COUNTED_TO, CappedCount
from leads.models import Lead, Stage
from leads.models.lead import LeadQuerySet

# So many are counted one by one; of a text that more leads have, up to `COUNTED_OF_MANY` are met soon in each column.
COUNTED_AT_ONCE = 5_000
COUNTED_OF_MANY = 100
# So many leads are walked from the top of a column, in the hope of meeting all cards of what was found.
WALKED = 500


def counted_matches(found: LeadQuerySet) -> dict[Stage, CappedCount]:
    """Each stage in order, with how many of `found` stand there. At most four queries."""
    standing = found.order_by().values_list("stage_id", flat=True)[: COUNTED_AT_ONCE + 1]
    counts = Counter(standing)
    if counts.total() > COUNTED_AT_ONCE:
        return counted_stages(found, up_to=COUNTED_OF_MANY)
    stages = Stage.objects.prefetch_related("moves_to")
    return {stage: CappedCount.of(counts[stage.pk], up_to=COUNTED_TO) for stage in stages}


def cards_of_matches(
    found: LeadQuerySet, counts: dict[Stage, CappedCount], *, among: LeadQuerySet
) -> dict[Stage, list[Lead]]:
    """The first cards of each stage of `counts`. `among`: the leads that were searched."""
    are_few = sum(count.number for count in counts.values()) <= COUNTED_TO
    if are_few and not any(count.is_capped for count in counts.values()):
        return first_of_all(found, list(counts))
    cards: dict[Stage, list[Lead]] = {}
    for stage in counts:
        top = among.filter(stage=stage).order_by(*DUE_FIRST).values("pk")[:WALKED]
        cards[stage] = list(cards_of(stage, found.filter(pk__in=top)))
    short = [stage for stage, count in counts.items() if not is_full(cards[stage], count)]
    return cards | first_of_all(found, short) if short else cards


def is_full(cards: list[Lead], count: CappedCount) -> bool:
    return len(cards) == CARDS or (len(cards) == count.number and not count.is_capped)


def first_of_all(found: LeadQuerySet, stages: list[Stage]) -> dict[Stage, list[Lead]]:
    """Two queries: one finds all that match in `stages`, sorts them and keeps the first, one reads these."""
    if not stages:
        return {}
    place = Window(RowNumber(), partition_by=F("stage"), order_by=DUE_FIRST)
    in_place = found.filter(stage__in=stages, erased_at=None).order_by().annotate(place=place)
    first = dict(in_place.filter(place__lte=CARDS).values_list("pk", "place"))
    cards: dict[int, list[Lead]] = defaultdict(list)
    for lead in sorted(as_cards(Lead.objects.get_queryset()).filter(pk__in=first), key=lambda lead: first[lead.pk]):
        cards[lead.stage_id].append(lead)
    return {stage: cards[stage.pk] for stage in stages}
