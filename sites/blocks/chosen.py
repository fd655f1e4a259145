"""Blocks of rows that are kept once and chosen here. A row may lose its right to be shown while pages name it."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from sites.blocks.titled import TitledBlock, TitledValue


class ChosenRows[Row: Model](TitledValue):
    rows_name: str
    """Name of the list of choosers."""

    def chosen(self) -> list[Row]:
        """In the editor's order, without rows that were deleted since."""
        return [row for row in self[self.rows_name] if row is not None]

    def why_withheld(self, row: Row, *, on: date, clinic: Model | None) -> str:
        """What keeps `row` off a page of `clinic` (None: of the network) on this day; empty where nothing does."""
        return ""

    def shown(self, *, on: date, clinic: Model | None) -> list[Row]:
        return [row for row in self.chosen() if not self.why_withheld(row, on=on, clinic=clinic)]

    def reasons(self, *, on: date, clinic: Model | None) -> list[str]:
        """Why rows are missing, for the editor who looks at a preview."""
        found = (self.why_withheld(row, on=on, clinic=clinic) for row in self.chosen())
        return [reason for reason in found if reason]

    def has_something_to_show(self, context: dict[str, Any]) -> bool:
        place = place_of(context)
        return bool(self.shown(**place) or (is_previewed(context) and self.reasons(**place)))


class ChosenRowsBlock(TitledBlock):
    """Its template gets `rows`, and `withheld`: reasons that only an editor's preview shows."""

    def get_searchable_content(self, value: "ChosenRows[Any]") -> list[str]:
        """With the rows' own words, today's: what may not be shown is not quoted by search either."""
        shown = value.shown(on=timezone.localdate(), clinic=None)
        return [*super().get_searchable_content(value), *(row.readable_text() for row in shown)]

    def get_context(self, value: "ChosenRows[Any]", parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        place = place_of(context)
        context["rows"] = value.shown(**place)
        context["withheld"] = value.reasons(**place) if is_previewed(context) else []
        return context


def place_of(context: dict[str, Any]) -> dict[str, Any]:
    return {"on": timezone.localdate(), "clinic": context.get("clinic") or None}


def is_previewed(context: dict[str, Any]) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))


def belongs_elsewhere(row: Any, clinic: Model | None) -> bool:
    """Whether the row is one clinic's and the page another's. The network's pages show every clinic's."""
    return bool(clinic and row.clinic_id and row.clinic_id != clinic.pk)
