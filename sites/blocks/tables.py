"""A table as the template shows it: caption, headings of columns, rows with a heading each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TableRow:
    heading: str
    cells: list[str]


@dataclass(frozen=True)
class Table:
    caption: str
    corner: str
    """Heading of the column of row headings; may be empty."""
    headings: list[str]
    rows: list[TableRow]
