"""Fields of a form that asks for consent: the boxes, and which words stood beside them."""

from typing import Any

from django import forms

from leads.shown_wording import posted_versions
from sites.models.consent_wording import wording_version


class ConsentField(forms.BooleanField):
    """A box, unticked. Shown again beside other words than those it was ticked under, it is unticked again."""

    posted_version = ""
    """Of the words that it was ticked under; empty where the form did not say."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        if self.posted_version and self.posted_version != wording_version(str(self.label)):
            return False
        return super().bound_data(data, initial)


class WordingsField(forms.CharField):
    """The versions of the words that the form shows, hidden. Cleans to the posted ones, by purpose; shows its own.

    What is no version of a wording is left out: a form that does not say what it showed is as welcome as others.
    """

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def clean(self, value: Any) -> dict[str, str]:
        return posted_versions(value) if isinstance(value, str) else {}
