"""What is known of a person, to be corrected by staff."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leads.forms import ConsultRequestForm
from leads.models import Lead, Person
from leads.people.details import fingerprint
from leads.person_fields import PersonFieldsForm
from sites.phone_numbers import PhoneNumber
from sites.us_states import NAME_BY_STATE


class PersonForm(PersonFieldsForm):
    """`shown` stands for the values as the page showed them: a change decided on old ones is refused."""

    full_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(label=_("E-mail"), max_length=320, required=False, widget=forms.EmailInput)
    preferred_contact = forms.ChoiceField(
        label=_("Answer by"), choices=[("", _("Any way")), *ConsultRequestForm.PREFERRED_CONTACT], required=False
    )
    best_time = forms.CharField(label=_("Best time"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Not known")), *((code, name) for code, name in NAME_BY_STATE.items())],
        required=False,
        help_text=_("Where they live, as they told you."),
    )
    communication_needs = forms.CharField(
        label=_("Communication needs"),
        max_length=120,
        required=False,
        help_text=_("An interpreter or a relay service, for instance."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def for_lead(cls, lead: Lead) -> "PersonForm":
        return cls(initial=values_of(lead.person) | {"shown": fingerprint(lead.person)})

    def clean(self) -> dict[str, object]:
        data = super().clean()
        is_empty = not any(data.get(name) for name in ("full_name", "phone", "email"))
        if is_empty and not {"full_name", "phone", "email"} & set(self.errors):
            self.add_error("full_name", ValidationError(_("Leave a name, a phone number or an e-mail address.")))
        return data

    @property
    def details(self) -> dict[str, str]:
        """Of a valid form, by the names of `leads.people.details.DETAILS`."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"phone", "shown"}}
        phone: PhoneNumber | None = self.cleaned_data["phone"]
        return data | {"phone": phone.e164 if phone else "", "phone_extension": phone.extension if phone else ""}

    def now_stored(self, person: Person) -> list[tuple[str, str]]:
        """Label and stored value of each field that says something else, for whoever was overtaken."""
        stored = values_of(person)
        differing = [field for field in self.visible_fields() if str(field.value() or "") != stored[field.name]]
        return [(str(field.label), stored[field.name] or "-") for field in differing]


def values_of(person: Person) -> dict[str, str]:
    phone = PhoneNumber(e164=person.phone, extension=person.phone_extension).display if person.phone else ""
    names = ("full_name", "email", "preferred_contact", "best_time", "language", "state", "communication_needs")
    return {"phone": phone, **{name: str(getattr(person, name)) for name in names}}
