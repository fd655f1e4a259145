"""How a change of a lead is answered: by the page and a toast, or as JSON for the board, which changed its own already.

JSON of what was done: `text`, `stage` (slug), `version`, and `undo` with the `url` and `body` of a POST, or null.
Of what was refused: `what`; for 409 also `stage` and `version` as they are now, `who` and `when`.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name, get_valid_next_url_from_request

from leads.pipeline import StaleLead
from leads.timeline_page import in_words
from leads.viewsets.lead_page import LeadActionView
from leads.viewsets.toasts import Undo, say


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class LeadChangeView(LeadActionView):
    """A change that the board makes too. Without script it leads back to `next`, or to the lead."""

    def done(self, text: str, *, undo: Undo | None = None) -> HttpResponse:
        if wants_json(self.request):
            way_back = {"url": undo.url, "body": dict(undo.fields)} if undo else None
            lead = self.object
            return JsonResponse(
                {"text": text, "stage": lead.stage.slug, "version": lead.version, "undo": way_back},
            )
        say(self.request, text, undo=undo)
        return redirect(get_valid_next_url_from_request(self.request) or self.url())

    def refused(self, form: forms.Form, **context: Any) -> HttpResponse:
        """422, with what the form says, beside its fields or in one text."""
        if wants_json(self.request):
            said = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"what": " ".join(said), "fields": list(form.errors)}, status=422)
        return self.answer(status=422, **context)

    def overtaken(self, stale: StaleLead, **context: Any) -> HttpResponse:
        """409: somebody changed the lead since it was read. Nothing was saved."""
        if wants_json(self.request):
            return JsonResponse(told(stale), status=409)
        self.object = self.get_object()
        return self.answer(status=409, stale=stale, **context)


def told(stale: StaleLead) -> dict[str, Any]:
    """Who did what meanwhile, in words that may stand in a toast: nothing that a person wrote."""
    entry = stale.last_change
    who = str(get_user_display_name(entry.actor)) if entry and entry.actor else ""
    what = in_words(entry) if entry else ""
    values = {"who": who or _("Somebody"), "change": what, "stage": str(stale.stage)}
    return {
        "stage": stale.stage.slug,
        "version": stale.version,
        "who": who,
        "what": _("%(who)s changed this lead meanwhile: %(change)s. Nothing of yours was saved.") % values,
        "change": what,
        "when": entry.occurred_at.isoformat() if entry else None,
    }
