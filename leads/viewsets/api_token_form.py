"""What staff say of a new API token: who may use it, for which clinic, and for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from leads.access import api_token_policy
from leads.models.api_token import SCOPES_OF_PAGES, Scope, intake_scopes
from leads.origins import parse_origin


class OriginListField(forms.CharField):
    """Origins, typed one a line in any spelling, kept in the one that browsers send."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        typed = value if isinstance(value, list) else (value or "").split()
        return list(dict.fromkeys(parse_origin(each) for each in typed))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").split() != (initial or []))


class ApiTokenForm(WagtailAdminModelForm):
    origins = OriginListField(
        label=_("Web pages that may use it"),
        required=False,
        help_text=_(
            "Origins such as https://landing.example.com, one a line. Everybody can read a token that a page uses: "
            "it hands in requests as a form does, and nothing else. Leave empty for a server's token."
        ),
    )

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it hands in consult requests and, where no web page uses it, calls."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["scopes"] = []
        self.fields["data_class"].required = False  # left out: the lowest
        clinic = self.fields["clinic"]
        clinic.queryset = api_token_policy.clinics_for(self.for_user, ["add"])
        # A token of no clinic serves all of them.
        clinic.required = not api_token_policy.reaches_every_clinic(self.for_user, ["add"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not data.get("scopes"):
            data["scopes"] = list(SCOPES_OF_PAGES) if data.get("origins") else intake_scopes()
        return data
