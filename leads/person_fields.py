"""Who somebody is and where to reach them, cleaned alike by every form that asks for it."""

from typing import Any

from django import forms

from leads.email_addresses import normalise_email
from leads.line_breaks import refuse_line_breaks
from sites.phone_numbers import PhoneNumber, parse_phone_number


class PersonFieldsForm(forms.Form):
    """For forms with any of `full_name`, `email` and `phone`, each as it was typed."""

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        return normalise_email(typed) if typed else ""

    def clean_phone(self) -> PhoneNumber | None:
        typed = self.cleaned_data["phone"]
        return parse_phone_number(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_line_breaks(self)
        return data
