"""Short forms of the lead's page: a note, and that somebody looked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.crisis_flag import mark_seen
from leads.pipeline import add_note
from leads.viewsets.lead_forms import NoteForm
from leads.viewsets.lead_page.page import LeadActionView
from leads.viewsets.toasts import say


class NoteView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.answer(status=422, note_form=form)
        values = form.cleaned_data
        add_note(self.object, text=values["text"], actor=request.user, at=timezone.now(), key=values["key"])
        say(request, _("The note is in the timeline."))
        return redirect(self.url())


class CrisisSeenView(LeadActionView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if mark_seen(self.object, actor=request.user, at=timezone.now()):
            say(request, _("It is in the timeline that you looked at it."))
        return redirect(self.url())
