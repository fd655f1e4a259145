"""What may be changed through the private link. No field shows what is stored."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leads.forms import ConsultRequestForm
from leads.person_fields import PersonFieldsForm


class ContactForm(PersonFieldsForm):
    phone = forms.CharField(
        label=_("New phone number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("New e-mail address"),
        max_length=320,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", ValidationError(_("Write the new phone number, the new e-mail address, or both")))
        return data


class ReachForm(forms.Form):
    preferred_contact = forms.ChoiceField(
        label=_("How should we answer?"),
        choices=ConsultRequestForm.PREFERRED_CONTACT,
        required=False,
        widget=forms.RadioSelect,
    )
    best_time = forms.ChoiceField(label=_("Best time"), choices=ConsultRequestForm.BEST_TIMES, required=False)
