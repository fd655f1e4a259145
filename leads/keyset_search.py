"""Pages of what a search found. Its index finds rows in no order, and the database may guess badly where to begin."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from leads.capped_count import COUNTED_TO, CappedCount
from leads.keyset_paging import Anchor, Keyset, Part

# So many rows are walked in order, in the hope of meeting a page of what was found.
WALKED = 5_000


class KeysetSearch(Keyset):
    """As a `Keyset`, where `rows` are found by an index of their own.

    Few are gathered by their keys, then sorted. Of many, some are met soon on a short walk in order; where they are all
    far away, they are found first and sorted then, which is three queries for a page in place of one. Left to itself
    the database would walk on, past a million rows.
    """

    def count(self) -> CappedCount:
        return CappedCount.of(len(self._keys), up_to=COUNTED_TO)

    @cached_property
    def _keys(self) -> list[UUID]:
        return list(self.rows.order_by().values_list("pk", flat=True)[: COUNTED_TO + 1])

    @property
    def _are_many(self) -> bool:
        return len(self._keys) > COUNTED_TO

    @property
    def _found(self) -> QuerySet[Any]:
        return self.rows if self._are_many else self.rows.filter(pk__in=self._keys)

    def _take(self, anchor: Anchor | None, size: int, *, backwards: bool = False) -> list[Any]:
        if not self._are_many:
            return super()._take(anchor, size, backwards=backwards)
        found: list[Any] = []
        parts = self._parts(self.rows, anchor, backwards=backwards)
        for part, way in zip(parts, self._parts(self.reach, anchor, backwards=backwards), strict=True):
            found += self._met_or_sorted(part, way, size - len(found))
            if len(found) == size:
                break
        return found

    def _met_or_sorted(self, part: Part, way: Part, size: int) -> list[Any]:
        end = list(way.rows.values_list(way.field, flat=True)[WALKED : WALKED + 1])
        if not end:
            return list(part.rows[:size])
        within = "gte" if part.descending else "lte"
        met = list(part.rows.filter(**{f"{part.field}__{within}": end[0]})[:size])
        return met if len(met) == size else list(as_no_index_has(part)[:size])


def as_no_index_has(part: Part) -> QuerySet[Any]:
    """The same rows in the same order, for which the database can walk no index: it must find them first."""
    value = Coalesce(F(part.field), F(part.field))
    return part.rows.order_by(value.desc() if part.descending else value.asc(), "-pk" if part.descending else "pk")
