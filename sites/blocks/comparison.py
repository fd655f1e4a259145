"""Things side by side, in a table that can be read aloud."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockValidationError

from sites.blocks.tables import Table, TableRow
from sites.blocks.words import CharBlock

LEAST_COLUMNS = 2


class ComparisonBlock(TypedTableBlock):
    """The first column holds the headings of the rows."""

    text = CharBlock(label=_("Text"), required=False)

    def clean(self, value: TypedTable) -> TypedTable:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be half a table
            return cleaned
        problems = []
        if not cleaned.caption.strip():
            problems.append(ValidationError(_("Give the table a caption: it says what is compared.")))
        if len(cleaned.columns) < LEAST_COLUMNS or not cleaned.row_data:
            problems.append(ValidationError(_("A comparison needs two columns and a row at least.")))
        if problems:
            raise TypedTableBlockValidationError(non_block_errors=problems)
        return cleaned

    def get_context(self, value: TypedTable, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["table"] = table_of(value)
        return context

    def get_preview_value(self) -> Any:
        return self.to_python(
            {
                "caption": gettext("Two ways to get the same medicine"),
                "columns": [
                    {"type": "text", "heading": ""},
                    {"type": "text", "heading": gettext("By vein")},
                    {"type": "text", "heading": gettext("As a tablet")},
                ],
                "rows": [
                    {"values": [gettext("Where"), gettext("at the clinic"), gettext("at home")]},
                    {"values": [gettext("Somebody watches"), gettext("yes"), gettext("no")]},
                ],
            }
        )

    class Meta:
        icon = "table"
        label = _("Comparison table")
        description = _("Columns to compare, with a caption. The first column names what each row is about.")
        template = "sites/blocks/comparison.html"


def table_of(value: TypedTable) -> Table:
    headings = [column["heading"] or "" for column in value.columns]
    rows = [[str(cell or "") for cell in row["values"]] for row in value.row_data]
    return Table(
        caption=value.caption or "",
        corner=headings[0] if headings else "",
        headings=headings[1:],
        rows=[TableRow(cells[0], cells[1:]) for cells in rows if cells],
    )
