"""Form fields of an endpoint: which events it hears of, and the headers of its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from integrations.catalogue import groups
from integrations.custom_headers import HeaderRefused, check_headers, parse_headers

# Stands for a value that is stored and not shown. No header may hold these characters, so nobody means them.
KEPT = "••••••"


def event_choices(stored: list[str]) -> list[tuple[Any, Any]]:
    """All, then each group with its wildcard and its types; patterns that somebody stored otherwise stay choosable."""
    choices: list[tuple[Any, Any]] = [("*", _("Every event, also types that come later"))]
    known = {"*"}
    for group, types in groups().items():
        wildcard = f"{group}.*"
        known |= {wildcard, *(each.name for each in types)}
        options = [(wildcard, format_html("<code>{}</code> {}", wildcard, _("all of these, also later ones")))]
        options += [(each.name, format_html("<code>{}</code> {}", each.name, each.when)) for each in types]
        choices.append((group, options))
    others = [(pattern, pattern) for pattern in stored if pattern not in known]
    return [*choices, (_("Other"), others)] if others else choices


class EventsField(forms.MultipleChoiceField):
    """A list of event types and wildcards."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, stored: list[str]) -> None:
        self.choices = event_choices(stored)


class HeadersField(forms.CharField):
    """ "Name: value", one a line. Values are never shown again: KEPT stands for them, and left alone keeps them."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {KEPT}" for name in value) if isinstance(value, dict) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").split() != str(self.prepare_value(initial) or "").split())

    def with_kept(self, typed: str, stored: dict[str, str]) -> dict[str, str]:
        """The headers that were typed, values that were left alone taken from what is stored."""
        lines = []
        for line in typed.splitlines():
            name, colon, value = line.partition(":")
            if value.strip() == KEPT:
                if name.strip() not in stored:
                    raise ValidationError(_("Write the value of %(name)s.") % {"name": name.strip()})
                value = stored[name.strip()]
            lines.append(f"{name}{colon}{value}")
        try:
            headers = parse_headers("\n".join(lines))
            check_headers(headers)
        except HeaderRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return headers
