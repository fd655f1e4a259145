"""Who may own a lead, and the form that gives it to somebody."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from leads.access import lead_policy
from leads.models import Lead
from leads.viewsets.staff_choices import StaffChoiceField, by_name


def possible_owners_of(lead: Lead) -> QuerySet[Any]:
    """Those who work the leads of its clinic."""
    owners = lead_policy.users_with_any_permission_for_instance(["change"], lead)
    return by_name(owners)


class AssignForm(forms.Form):
    """`version` is the lead's as the page showed it."""

    owner = StaffChoiceField(label=_("Owner"), queryset=None, required=False, empty_label=_("Nobody"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "assign_%s"} | kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners_of(lead)

    @classmethod
    def for_lead(cls, lead: Lead) -> "AssignForm":
        return cls(initial={"owner": lead.owner_id, "version": lead.version}, lead=lead)
