"""A clinic's record in the admin: its form, what other apps have to say about it, and its listing as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from sites.business_profiles import write_business_profiles
from sites.models import Clinic


class ClinicEditView(generic.EditView):
    """Apps to the left of this one add panels above the form by the hook `construct_clinic_panels`, a function of
    request, clinic and the list of panels (Wagtail components), as for Wagtail's own home page."""

    template_name = "sites/admin/clinic_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panels: list[Any] = []
        for construct in hooks.get_hooks("construct_clinic_panels"):
            construct(self.request, self.object, panels)
        return super().get_context_data(clinic_panels=panels, clinic=self.object, **kwargs)


class BusinessProfilesView(PermissionCheckedMixin, View):
    """The user's clinics as a file for the upload of listings."""

    model = Clinic
    any_permission_required = ["change", "view"]

    def get_base_queryset(self) -> QuerySet[Clinic]:
        return Clinic.objects.shown().with_contact_details().select_related("practice")

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="business-profiles.csv"'
        write_business_profiles(self.get_base_queryset(), response, on=timezone.localdate())  # type: ignore[arg-type]
        return response


def business_profiles_button() -> Button:
    return Button(
        _("Listings for Google Business Profile (CSV)"),
        url=reverse("clinics:business_profiles"),
        icon_name="download",
    )
