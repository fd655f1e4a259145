"""The form of a CRM connection: the vendor's settings, credentials that are written and never read, the mapping."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from integrations.access import crm_connection_policy
from integrations.crm_fields import CONTACT, FIELDS, LEAD
from integrations.crm_vendors import CREDENTIALS, VENDORS
from integrations.models import CrmConnection
from integrations.viewsets.event_choices import EventsField

KINDS = {CONTACT: _("What a contact is told"), LEAD: _("What a lead is told")}


class StagesField(forms.CharField):
    """{our stage: theirs}, shown and typed one a line: "new = 1001"."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{ours} = {theirs}" for ours, theirs in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        stages = {}
        for line in (value or "").splitlines():
            ours, equals, theirs = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not (ours and equals and theirs):
                raise forms.ValidationError(_("One stage a line: ours = theirs."))
            stages[ours] = theirs
        return stages

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class CrmConnectionForm(WagtailAdminModelForm):
    """`instance.vendor` is set before: each vendor has settings, credentials and a first mapping of its own."""

    events = EventsField(label=_("Events"))
    stages = StagesField(
        label=_("Stages"),
        required=False,
        help_text=_("One a line: our stage = the CRM's id of its stage. HubSpot and GoHighLevel know no others."),
    )

    class Meta:
        model = CrmConnection
        fields = ["description", "clinic", "base_url", "events", "data_class", "agreement_on_file", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connection = self.instance
        is_new = connection._state.adding
        self.facts = VENDORS[connection.vendor]
        action = "add" if is_new else "change"
        self.fields["events"].offer(connection.events)
        clinic = self.fields["clinic"]
        clinic.queryset = crm_connection_policy.clinics_for(self.for_user, [action])
        clinic.required = not crm_connection_policy.reaches_every_clinic(self.for_user, [action])
        self.fields["base_url"].required = not self.facts.base_url
        if self.facts.base_url:
            self.fields["base_url"].help_text = _t("Empty: %s") % self.facts.base_url
        if is_new:
            # Without names and addresses a CRM has little to do; the narrower classes stay on offer.
            self.initial["data_class"] = "contact"
        self.fields["stages"].initial = connection.stage_mapping
        for name, setting in self.facts.settings.items():
            told: dict[str, Any] = {
                "label": setting.label,
                "help_text": setting.help_text,
                "required": setting.required,
                "initial": connection.setting(name),
            }
            choices = [(each, each) for each in setting.choices]
            self.fields[f"setting_{name}"] = (
                forms.ChoiceField(choices=choices, **told) if choices else forms.CharField(max_length=200, **told)
            )
        for name in self.facts.credentials:
            kept = _t("Kept. Type to replace it.") if connection.credentials.get(name) else ""
            self.fields[f"credential_{name}"] = forms.CharField(
                label=CREDENTIALS[name],
                required=False,
                strip=True,
                help_text=kept,
                max_length=4000,
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            )
        mapping = self.facts.mapping if is_new else connection.mapping
        for kind, name, data_class in rows():
            self.fields[f"mapping_{kind}_{name}"] = forms.CharField(
                label=name,
                required=False,
                max_length=120,
                help_text=data_class.slug,
                initial=mapping.get(kind, {}).get(name, ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unknown = sorted(each for each in self.data if each.startswith("mapping_") and each not in self.fields)
        if unknown:
            raise forms.ValidationError(_t("“%s” is no field that we send.") % unknown[0].removeprefix("mapping_"))
        connection = self.instance
        connection.vendor_settings = {
            name: cleaned[f"setting_{name}"] for name in self.facts.settings if cleaned.get(f"setting_{name}")
        }
        typed = {name: cleaned[f"credential_{name}"] for name in self.facts.credentials}
        typed = {name: value for name, value in typed.items() if value}
        if typed:
            connection.credentials = connection.credentials | typed
            connection.token_expires_at = None
        connection.stage_mapping = cleaned.get("stages") or {}
        mapping: dict[str, dict[str, str]] = {CONTACT: {}, LEAD: {}}
        for kind, name, _class in rows():
            if theirs := cleaned.get(f"mapping_{kind}_{name}"):
                mapping[kind][name] = theirs
        connection.mapping = mapping
        return cleaned

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """What belongs together, with its heading."""
        yield _t("Connection"), [self[name] for name in self.Meta.fields]
        yield _t("Settings of the CRM"), [self[f"setting_{name}"] for name in self.facts.settings] + [self["stages"]]
        yield _t("Credentials"), [self[f"credential_{name}"] for name in self.facts.credentials]
        for kind, heading in KINDS.items():
            yield str(heading), [self[f"mapping_{kind}_{name}"] for name in FIELDS[kind]]


def rows() -> Iterator[tuple[str, str, Any]]:
    for kind, fields in FIELDS.items():
        for name, data_class in fields.items():
            yield kind, name, data_class
