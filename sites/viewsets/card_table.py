"""A listing whose rows become cards on a phone."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Table

from sites.viewsets.columns import CARD_LISTING


class CardTable(Table):
    """Wagtail's table, of `CardColumn`s alone: its rows are joined. Drawn by a template they take twice as long."""

    template_name = "sites/admin/card_table.html"
    classname = CARD_LISTING

    @property
    def body(self) -> SafeString:
        return format_html_join("\n", "<tr>{}</tr>", ([self.cells_of(instance)] for instance in self.data))

    def cells_of(self, instance: Any) -> SafeString:
        return format_html_join("", "{}", ([column.render_cell_html(instance, {})] for column in self.columns.values()))
