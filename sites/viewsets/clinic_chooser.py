"""Where an editor chooses a clinic for a block: those they work for, closed ones left out."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from sites.models import Clinic
from sites.viewsets.scoped import ScopedViewSetMixin


class ClinicChosenView(chooser.ChosenView):
    def get_object(self, pk: str) -> Clinic:
        clinic: Clinic = super().get_object(pk)
        return clinic

    def post(self, request: Any, pk: str) -> Any:
        """As for a look: a clinic that may not be seen is not found, whatever is asked of it."""
        return self.get(request, pk)


class ClinicChooserViewSet(ScopedViewSetMixin, ChooserViewSet):
    model = Clinic
    name = "clinic_chooser"
    icon = "home"
    choose_one_text = _("Choose a clinic")
    choose_another_text = _("Choose another clinic")
    edit_item_text = _("Edit this clinic")
    register_widget = False  # forms of records ask for a clinic by their own rules
    # "results" is how Wagtail's views ask for the URL of "choose_results".
    view_names = ("choose", "choose_results", "results", "chosen", "chosen_multiple")
    chosen_view_class = ClinicChosenView

    def get_object_list(self) -> QuerySet[Clinic]:
        return Clinic.objects.shown()


clinic_chooser_viewset = ClinicChooserViewSet()
