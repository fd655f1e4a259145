"""Saying what just happened, with a way back: after a redirect by the server, at once by `static/js/toast.js`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.admin import messages


@dataclass(frozen=True)
class Undo:
    url: str
    """Takes a POST of `fields`."""
    fields: Mapping[str, object] = field(default_factory=dict)
    label: str = ""
    """Empty: "Undo"."""


def say(request: HttpRequest, text: str, *, undo: Undo | None = None) -> None:
    """Show `text` on the next page, without script too. No name of a person: it waits in a cookie."""
    shown = render_to_string("leads/admin/toast.html", {"text": text, "undo": undo}, request=request)
    messages.success(request, shown, extra_tags="toast")
