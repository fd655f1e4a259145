"""Pages of a long list, each found by the row before it: page a thousand costs what page one does.

An address names that row by its id alone, `p=after.<id>` or `p=before.<id>`; what it is sorted by, a name for instance,
is looked up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from leads.capped_count import CappedCount, capped_count

POSITION = re.compile(r"(after|before)\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Order:
    """By one field and the id. Rows without a value come last in either direction."""

    sort_field: str
    descending: bool = False
    has_empty: bool = False
    present: Q = field(default_factory=Q)
    """What is true of each row with a value and lets the database use an index of such rows."""


@dataclass(frozen=True)
class Position:
    """After or before the row with this id; the row may have left the list meanwhile."""

    row_id: UUID
    is_after: bool

    @classmethod
    def parsed(cls, text: str) -> "Position | None":
        """From an address. None for the first page, and for anything that is no position."""
        found = POSITION.fullmatch(text)
        return cls(UUID(found[2]), found[1] == "after") if found else None

    def __str__(self) -> str:
        return f"{'after' if self.is_after else 'before'}.{self.row_id.hex}"


@dataclass(frozen=True)
class KeysetPage:
    rows: Sequence[Any]
    previous: Position | None
    next: Position | None


type Anchor = tuple[Any, UUID]
"""What a row is sorted by, and its id."""


@dataclass(frozen=True)
class Part:
    """Rows that one index has in order: those with a value, or those without, which are in the order of their ids."""

    rows: QuerySet[Any]
    field: str
    descending: bool


@dataclass(frozen=True)
class Keyset:
    """The rows of a queryset in an order.

    Args:
        reach: all rows that the user may see, filtered or not: where a position may lie.
    """

    rows: QuerySet[Any]
    reach: QuerySet[Any]
    order: Order

    def count(self) -> CappedCount:
        return capped_count(self.rows)

    def page(self, position: Position | None, *, size: int) -> KeysetPage:
        """A position that is not within reach gives the first page. At most four queries."""
        anchor = self._anchor(position) if position else None
        if position is None or anchor is None:
            found = self._take(None, size + 1)
            return self._page(found[:size], before=False, after=len(found) > size)
        found = self._take(anchor, size + 1, backwards=not position.is_after)
        if not position.is_after and len(found) <= size:
            # So near the start that the page would be a short one: show the whole first page.
            return self.page(None, size=size)
        if position.is_after:
            return self._page(found[:size], before=True, after=len(found) > size)
        return self._page(found[:size][::-1], before=True, after=True)

    def in_order(self) -> Iterator[Any]:
        """All rows, read from the database as they are taken."""
        for part in self._parts(self._found):
            yield from part.rows.iterator(chunk_size=500)

    def _page(self, rows: list[Model], *, before: bool, after: bool) -> KeysetPage:
        return KeysetPage(
            rows,
            previous=Position(rows[0].pk, is_after=False) if rows and before else None,
            next=Position(rows[-1].pk, is_after=True) if rows and after else None,
        )

    def _anchor(self, position: Position) -> Anchor | None:
        return self.reach.filter(pk=position.row_id).values_list(self.order.sort_field, "pk").first()

    def _take(self, anchor: Anchor | None, size: int, *, backwards: bool = False) -> list[Any]:
        """The first rows behind `anchor`."""
        found: list[Any] = []
        for part in self._parts(self._found, anchor, backwards=backwards):
            found += part.rows[: size - len(found)]
            if len(found) == size:
                break
        return found

    @property
    def _found(self) -> QuerySet[Any]:
        """`rows`, however they are found best."""
        return self.rows

    def _parts(self, rows: QuerySet[Any], anchor: Anchor | None = None, *, backwards: bool = False) -> Iterator[Part]:
        """Those of `rows` that are behind `anchor`, in one part or two: those with a value, then those without;
        backwards the other way round."""
        parts = [True, False] if self.order.has_empty else [True]
        begins_with_value = anchor is None or anchor[0] is not None
        for with_value in reversed(parts) if backwards else parts:
            holds_anchor = anchor is not None and with_value == begins_with_value
            is_passed = anchor is not None and not holds_anchor and with_value != backwards
            if not is_passed:
                yield self._part(rows, with_value, anchor if holds_anchor else None, backwards=backwards)

    def _part(self, rows: QuerySet[Any], with_value: bool, anchor: Anchor | None, *, backwards: bool) -> Part:
        field, descending = self.order.sort_field, self.order.descending != backwards
        sign, beyond = "-" if descending else "", "lt" if descending else "gt"
        if not with_value:
            rows = rows.filter(**{f"{field}__isnull": True})
            behind = Q(**{f"pk__{beyond}": anchor[1]}) if anchor else Q()
            return Part(rows.filter(behind).order_by(f"{sign}pk"), "pk", descending)
        if self.order.has_empty:
            rows = rows.filter(self.order.present, **{f"{field}__isnull": False})
        if anchor:
            # An index is entered at the first condition; alone, the second could not be looked up in one.
            rows = rows.filter(
                Q(**{f"{field}__{beyond}e": anchor[0]}),
                Q(**{f"{field}__{beyond}": anchor[0]}) | Q(**{f"pk__{beyond}": anchor[1]}),
            )
        return Part(rows.order_by(f"{sign}{field}", f"{sign}pk"), field, descending)
