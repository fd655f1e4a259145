"""Moving a lead, and taking that back: from its page, the board and the list."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from leads.models import Lead, LeadEvent
from leads.pipeline import LostReasonMissing, MoveNotAllowed, StaleLead, move_lead, take_back_move
from leads.viewsets.lead_changes import LeadChangeView
from leads.viewsets.lead_forms import MoveForm
from leads.viewsets.toasts import Undo


class UndoMoveForm(forms.Form):
    entry = forms.UUIDField()
    version = forms.IntegerField(min_value=0)


class MoveLeadView(LeadChangeView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self.refused(form, move_form=form)
        to = form.cleaned_data["stage"]
        try:
            entry = move_lead(
                self.object,
                to=to,
                actor=request.user,
                version=form.cleaned_data["version"],
                at=timezone.now(),
                lost_reason=form.cleaned_data["lost_reason"],
            )
        except StaleLead as stale:
            return self.overtaken(stale, move_form=MoveForm({**request.POST.dict(), "version": stale.version}))
        except LostReasonMissing:
            form.add_error("lost_reason", _("Say why it is lost."))
            return self.refused(form, move_form=form)
        except MoveNotAllowed:
            form.add_error("stage", where_it_may_go(self.object))
            return self.refused(form, move_form=form)
        text = _("The lead is in “%(stage)s”.") % {"stage": self.object.stage}
        return self.done(text, undo=way_back(self.object, entry) if entry else None)


class UndoMoveView(LeadChangeView):
    """Takes back a move that was the lead's last change."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UndoMoveForm(request.POST)
        if not form.is_valid():
            return self.refused(form)
        values = form.cleaned_data
        try:
            take_back_move(
                self.object,
                entry_id=values["entry"],
                actor=request.user,
                version=values["version"],
                at=timezone.now(),
            )
        except StaleLead as stale:
            return self.overtaken(stale)
        return self.done(_("The lead is back in “%(stage)s”.") % {"stage": self.object.stage})


def way_back(lead: Lead, entry: LeadEvent) -> Undo:
    return Undo(reverse("leads:undo_move", args=[lead.pk]), {"entry": str(entry.pk), "version": lead.version})


def where_it_may_go(lead: Lead) -> str:
    values = {
        "stage": lead.stage,
        "allowed": get_text_list([str(stage) for stage in lead.stage.moves_to.all()], _("or")),
    }
    return _("From “%(stage)s” a lead may go to: %(allowed)s.") % values
