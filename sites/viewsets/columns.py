"""Table columns of the workspace: on a phone each row becomes a card, so each cell knows its label."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple
from wagtail.admin.ui.tables import Column

# With it, static/css/leads-admin.css turns the rows of a listing into cards below 800 px.
CARD_LISTING = "listing card-listing"


class CardColumn(Column):
    """Put together without a template: a stock cell costs half a millisecond, a page has two hundred."""

    def render_header_html(self, parent_context: Any) -> SafeString:
        if self.sort_key:
            return super().render_header_html(parent_context)
        return format_html('<th class="{}">{}</th>', self.classname or "", self.label)

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        value = self.get_value(instance)
        classname = self.classname or ""
        if value is None or value == "":
            classname = f"{classname} card-empty"
            value = ""
        return format_html('<td class="{}" data-label="{}">{}</td>', classname, self.label, value)


def link(url: str, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def status_tag(text: str, *, is_live: bool) -> SafeString:
    """Wagtail's status tag. What needs nobody any more is set in the quieter variant, which Wagtail calls primary."""
    return format_html('<span class="w-status{}">{}</span>', "" if is_live else " w-status--primary", text)


def ago(moment: datetime | None) -> SafeString | str:
    """ "3 hours ago", the exact time on hover and focus, as Wagtail writes times."""
    if moment is None:
        return ""
    return format_html(
        '<button type="button" class="w-human-readable-date" data-controller="w-tooltip" '
        'data-w-tooltip-content-value="{}"><time datetime="{}">{}</time></button>',
        date_format(localtime(moment), "DATETIME_FORMAT"),
        moment.isoformat(timespec="seconds"),
        capfirst(timesince_simple(moment)),
    )
