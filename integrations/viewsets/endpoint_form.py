"""The form of an endpoint."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from integrations.access import endpoint_policy
from integrations.viewsets.event_choices import EventsField, HeadersField


class EndpointForm(WagtailAdminModelForm):
    events = EventsField(
        label=_("Events"),
        help_text=_("What this system hears of. What each event tells is on the page of event types."),
    )
    headers = HeadersField(
        label=_("Headers of its own"),
        required=False,
        help_text=_(
            "Name: value, one a line, such as a token that the receiver asks for. Stored encrypted and not shown again."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_headers = dict(self.instance.headers)
        action = "add" if self.instance._state.adding else "change"
        clinic = self.fields["clinic"]
        clinic.queryset = endpoint_policy.clinics_for(self.for_user, [action])
        # An endpoint of no clinic hears of all of them.
        clinic.required = not endpoint_policy.reaches_every_clinic(self.for_user, [action])
        self.fields["events"].offer(self.instance.events)

    def clean_headers(self) -> dict[str, str]:
        field: Any = self.fields["headers"]
        kept: dict[str, str] = field.with_kept(self.cleaned_data["headers"] or "", self.stored_headers)
        return kept
