"""What stands in a column of the board: how many leads, and the first of them."""

from typing import Any

from django.db.models import F, IntegerField, OuterRef, Subquery

from leads.capped_count import CappedCount
from leads.models import Stage
from leads.models.lead import LeadQuerySet

CARDS = 20
DUE_FIRST = (F("due_at").asc(nulls_last=True), F("pk").asc())


class RowCount(Subquery):
    """How many rows a sliced queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counted_stages(leads: LeadQuerySet, *, up_to: int) -> dict[Stage, CappedCount]:
    """Each stage in order, with how many of `leads` stand there. Two queries."""
    here = leads.filter(stage=OuterRef("pk")).order_by().values("pk")
    stages: list[Any] = list(Stage.objects.annotate(found=RowCount(here[: up_to + 1])).prefetch_related("moves_to"))
    return {stage: CappedCount.of(stage.found, up_to=up_to) for stage in stages}


def cards_of(stage: Stage, leads: LeadQuerySet) -> LeadQuerySet:
    return as_cards(leads.filter(stage=stage)).order_by(*DUE_FIRST)[:CARDS]


def as_cards(leads: LeadQuerySet) -> LeadQuerySet:
    # A network without a lost stage leaves erased ones where they were.
    return leads.filter(erased_at=None).select_related("person", "clinic", "owner")
