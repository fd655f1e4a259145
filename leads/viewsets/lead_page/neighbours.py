"""The way to the next and the previous lead, for whoever's browser remembers no list."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from leads.models import Lead
from leads.neighbours import next_lead, previous_lead
from leads.viewsets.lead_page.page import LeadView
from leads.viewsets.toasts import say


class NextLeadView(LeadView):
    find: Callable[..., Lead | None] = staticmethod(next_lead)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.find(self.object, user=request.user)
        if found is None:
            say(request, _("There is no further lead in this direction."))
        return redirect(reverse("leads:inspect", args=[(found or self.object).pk]))


class PreviousLeadView(NextLeadView):
    find = staticmethod(previous_lead)
