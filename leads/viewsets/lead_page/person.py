"""Correcting what is known of a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView

from leads.people.details import StalePerson, change_person, fingerprint
from leads.timeline_page import in_words
from leads.viewsets.lead_page.page import LeadActionView
from leads.viewsets.lead_page.person_form import PersonForm
from leads.viewsets.toasts import say


class EditPersonView(LeadActionView):
    """A page of its own: on a phone the form fills the screen."""

    template_name = "leads/admin/lead_person.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, own = super().get_breadcrumbs_items()
        return [*before, own | {"url": self.url()}, {"url": "", "label": gettext_lazy("Contact details")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"lead": self.object, "form": kwargs.get("form") or PersonForm.for_lead(self.object), **kwargs}
        # Not the page's own: none of its lists is shown here.
        shown: dict[str, Any] = super(TemplateView, self).get_context_data(**context)
        return shown

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.answer(status=422, form=form)
        try:
            _person, changed = change_person(
                self.object.person_id,
                values=form.details,
                seen=[form.cleaned_data["shown"]],
                actor=request.user,
                at=timezone.now(),
            )
        except StalePerson as stale:
            kept = PersonForm({**request.POST.dict(), "shown": fingerprint(stale.person)})
            last = stale.last_change
            told = {
                "stored": kept.now_stored(stale.person),
                "what": in_words(last) if last else "",
                "who": last.actor if last else None,
                "at": last.occurred_at if last else None,
            }
            return self.answer(status=409, form=kept, overtaken=told)
        if changed:
            say(request, _("The contact details are changed."))
        return redirect(reverse("leads:inspect", args=[self.object.pk]))
