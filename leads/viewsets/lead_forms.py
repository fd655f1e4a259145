"""What staff may do on a lead's page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.models import Lead, Stage
from leads.pipeline import LostReason


class MoveForm(forms.Form):
    """`version` is the lead's as the page showed it: a move decided on an old look is refused."""

    stage = forms.ModelChoiceField(label=_("Move to"), queryset=Stage.objects.all(), empty_label=None)
    lost_reason = forms.ChoiceField(
        label=_("If lost, why"), choices=[("", _("Not lost")), *LostReason.choices], required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def for_lead(cls, lead: Lead) -> "MoveForm":
        return cls(initial={"stage": lead.stage_id, "lost_reason": lead.lost_reason, "version": lead.version})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ask_for_reason(self, data)
        return data


def mark_lost(form: forms.Form, stages: Iterable[Stage]) -> None:
    """Of such a form: the page's script asks why only where one of these stages needs it."""
    needing = " ".join(str(stage.pk) for stage in stages if stage.needs_reason)
    form.fields["stage"].widget.attrs["data-needs-reason"] = needing


def ask_for_reason(form: forms.Form, data: dict[str, Any]) -> None:
    """Of a form with `stage` and `lost_reason`."""
    stage = data.get("stage")
    if stage and stage.needs_reason and not data.get("lost_reason"):
        form.add_error("lost_reason", _("Say why it is lost."))


class NoteForm(forms.Form):
    """`key`: see `leads.entry_keys`."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    text = forms.CharField(
        label=_("Note"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=True,
        error_messages={"required": _("Write something first.")},
    )
