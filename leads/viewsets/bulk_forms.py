"""What somebody says of a change to many leads: which change, and that they mean so many."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.bulk_changes import Outcome, assign_leads, move_leads
from leads.models import Stage
from leads.pipeline import LostReason
from leads.viewsets.bulk_choice import MOST_AT_ONCE, TYPED_ABOVE, chosen_in
from leads.viewsets.lead_filters import possible_owners
from leads.viewsets.lead_forms import ask_for_reason, mark_lost
from leads.viewsets.staff_choices import StaffChoiceField
from staff.models import StaffUser


class ConfirmMixin(forms.Form):
    """`chosen` fixes the leads and their versions when the number is stated: what is done is what was stated."""

    chosen = forms.CharField(widget=forms.HiddenInput, max_length=MOST_AT_ONCE * 50)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5_000)
    typed = forms.CharField(
        label=gettext_lazy("Type the number of leads"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.leads = chosen_in(data.get("chosen", ""))
        typed = "".join(character for character in data.get("typed", "") if character.isdecimal())
        if len(self.leads) > TYPED_ABOVE and typed != str(len(self.leads)):
            self.add_error("typed", _("Type %(number)s to change so many leads.") % {"number": len(self.leads)})
        return data


class BulkMoveForm(ConfirmMixin):
    stage = forms.ModelChoiceField(label=gettext_lazy("Move to"), queryset=Stage.objects.all())
    lost_reason = forms.ChoiceField(
        label=gettext_lazy("If lost, why"),
        choices=[("", gettext_lazy("Not lost")), *LostReason.choices],
        required=False,
    )
    field_order = ["stage", "lost_reason", "typed"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_lost(self, Stage.objects.all())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ask_for_reason(self, data)
        return data

    def carry_out(self, *, actor: StaffUser) -> Outcome:
        return move_leads(
            {each.lead_id: each.version for each in self.leads},
            to=self.cleaned_data["stage"],
            actor=actor,
            at=timezone.now(),
            lost_reason=self.cleaned_data["lost_reason"],
        )


class BulkAssignForm(ConfirmMixin):
    owner = StaffChoiceField(
        label=gettext_lazy("New owner"), queryset=None, required=False, empty_label=gettext_lazy("Nobody")
    )
    field_order = ["owner", "typed"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners(request)
        # Who presses at once takes them: nobody's by oversight would be everybody's.
        owner.initial = request.user.pk

    def carry_out(self, *, actor: StaffUser) -> Outcome:
        versions = {each.lead_id: each.version for each in self.leads}
        return assign_leads(versions, to=self.cleaned_data["owner"], actor=actor, at=timezone.now())


FORMS: dict[str, type[BulkMoveForm | BulkAssignForm]] = {"move": BulkMoveForm, "assign": BulkAssignForm}
