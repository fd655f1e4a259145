"""Giving a lead to somebody, or to nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from leads.assignment import NotTheirClinic, assign_lead
from leads.pipeline import StaleLead
from leads.viewsets.lead_changes import LeadChangeView, wants_json
from leads.viewsets.owner_form import AssignForm, possible_owners_of
from leads.viewsets.toasts import Undo


class AssignLeadView(LeadChangeView):
    """GET as JSON: who may have it. POST gives it to `owner`, empty for nobody."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not wants_json(request):
            return super().get(request, *args, **kwargs)
        owners = [
            {"id": owner.pk, "name": str(get_user_display_name(owner)), "is_me": owner.pk == request.user.pk}
            for owner in possible_owners_of(self.object)
        ]
        return JsonResponse({"owners": owners, "owner": self.object.owner_id, "version": self.object.version})

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AssignForm(request.POST, lead=self.object)
        if not form.is_valid():
            return self.refused(form, assign_form=form)
        before, owner = self.object.owner_id, form.cleaned_data["owner"]
        try:
            entry = assign_lead(
                self.object,
                to=owner,
                actor=request.user,
                version=form.cleaned_data["version"],
                at=timezone.now(),
            )
        except StaleLead as stale:
            values = {**request.POST.dict(), "version": stale.version}
            return self.overtaken(stale, assign_form=AssignForm(values, lead=self.object))
        except NotTheirClinic:
            form.add_error("owner", _("They do not work the leads of this clinic."))
            return self.refused(form, assign_form=form)
        return self.done(self.said(owner), undo=self.way_back(before) if entry else None)

    def said(self, owner: Any) -> str:
        if owner is None:
            return _("The lead has no owner.")
        return _("%(owner)s has the lead now.") % {"owner": get_user_display_name(owner)}

    def way_back(self, before: int | None) -> Undo:
        fields = {"owner": before or "", "version": self.object.version}
        return Undo(reverse("leads:assign", args=[self.object.pk]), fields)
