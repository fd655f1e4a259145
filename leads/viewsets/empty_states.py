"""What a list or board says where it shows no lead, and the way on."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def nothing_matches(every: str) -> SafeString:
    """Args: every: the address without search and filters."""
    return linked(_("No lead matches."), every, _("Show all leads"))


def no_leads_yet(*, may_add: bool) -> SafeString:
    words = _("No leads yet. One arrives here as soon as somebody sends a clinic's consult form.")
    return linked(words, reverse("leads:add"), _("Add a lead")) if may_add else format_html("{}", words)


def linked(words: str, url: str, label: str) -> SafeString:
    return format_html('{} <a class="lead-link" href="{}">{}</a>', words, url, label)
