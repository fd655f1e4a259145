"""The sign-up form: one address, for one list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.consent_fields import WordingsField
from leads.email_addresses import normalise_email
from leads.line_breaks import refuse_line_breaks
from leads.newsletter.models import NewsletterList


class SubscribeForm(forms.Form):
    """Fields by the public interface. What the visitor cannot see is never a reason to refuse, but for the list."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Tell us the e-mail address to write to")},
    )
    list = forms.ModelChoiceField(
        queryset=NewsletterList.objects.select_related("clinic"),
        to_field_name="slug",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose the newsletter again: this form did not say which"),
            "invalid_choice": _("This newsletter is no longer sent"),
        },
    )
    website = forms.CharField(required=False)
    """The honeypot: people do not see it."""
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.CharField(required=False, widget=forms.HiddenInput)
    wordings = WordingsField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_line_breaks(self)
        return data

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])

    def clean_language(self) -> str:
        return language_named(self.cleaned_data["language"])


def language_named(text: str) -> str:
    """ "es" for Spanish in any spelling ("es-MX"), else "en"."""
    return "es" if text.lower().startswith("es") else "en"
