"""Logging a call: what came of it, a note, the next step and a move, in one form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.calls.by_staff import log_call_made
from leads.pipeline import LostReasonMissing, MoveNotAllowed, StaleLead
from leads.viewsets.lead_page.page import LeadActionView
from leads.viewsets.toasts import say


class LogCallView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.call_form(request.POST)
        if not form.is_valid():
            return self.answer(status=422, call_form=form)
        values = form.cleaned_data
        try:
            log_call_made(
                self.object,
                outcome=values["outcome"],
                note=values["note"],
                next_step=form.next_step,
                done_step=form.done_step,
                move=form.move,
                actor=request.user,
                at=timezone.now(),
                key=values["key"],
            )
        except StaleLead as stale:
            self.object = self.get_object()
            kept = self.call_form({**request.POST.dict(), "version": stale.version})
            return self.answer(status=409, stale=stale, call_form=kept)
        except (MoveNotAllowed, LostReasonMissing):
            form.add_error("stage", _("The lead may not go there from where it is."))
            return self.answer(status=422, call_form=form)
        say(request, self.said(has_step=form.next_step is not None))
        return redirect(self.url())

    def said(self, *, has_step: bool) -> str:
        return _("The call and its next step are stored.") if has_step else _("The call is stored.")
