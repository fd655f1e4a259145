"""How many rows there are, as far as somebody wants to know: counting a million takes longer than showing a page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet

COUNTED_TO = 1_000


@dataclass(frozen=True)
class CappedCount:
    number: int
    is_capped: bool = False
    """There are more than `number`."""

    @classmethod
    def of(cls, number: int, *, up_to: int) -> "CappedCount":
        return cls(min(number, up_to), is_capped=number > up_to)

    def __str__(self) -> str:
        """ "12", or "1,000+"."""
        return f"{intcomma(self.number)}{'+' if self.is_capped else ''}"


def capped_count(rows: QuerySet[Any], *, up_to: int = COUNTED_TO) -> CappedCount:
    """One query, which stops at one more than `up_to`."""
    return CappedCount.of(rows.order_by()[: up_to + 1].count(), up_to=up_to)
