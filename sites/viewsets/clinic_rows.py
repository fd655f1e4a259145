"""What the viewsets of small rows of a clinic share: a form that offers the user's clinics, a list, a chooser."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from sites.viewsets.columns import CARD_LISTING, CardColumn, link
from sites.viewsets.scoped import ScopedViewSetMixin, policy_for


class ClinicRowForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = "add" if self.instance._state.adding else "change"
        policy = policy_for(type(self.instance))
        clinic = self.fields["clinic"]
        clinic.queryset = policy.clinics_for(self.for_user, [action])
        # A row of no clinic is the network's, for those who look after all of it.
        clinic.required = clinic.required or not policy.reaches_every_clinic(self.for_user, [action])


def clinic_cell(row: Any) -> str:
    return row.clinic.name if row.clinic else str(_("The network"))


class ClinicRowIndexView(generic.IndexView):
    table_classname = CARD_LISTING
    more_columns: Sequence[tuple[Any, Any]] = ()
    """Label and accessor of each."""

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("name", label=self.model._meta.verbose_name, accessor=self.name_cell, classname="title"),
            CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell),
            *(CardColumn(str(label), label=label, accessor=accessor) for label, accessor in self.more_columns),
        ]

    def name_cell(self, row: Any) -> str:
        if not self.user_has_permission_for_instance("change", row):
            return str(row)
        return link(self.get_edit_url(row), str(row))

    def get_base_queryset(self) -> Any:
        related = {field.name for field in self.model._meta.fields} & {"clinic", "treatment"}
        return super().get_base_queryset().select_related(*related)

    def get_list_buttons(self, instance: Any) -> list[Any]:
        return []


class ClinicRowViewSet(ScopedViewSetMixin, ModelViewSet):
    """Needs a model with `clinic`, a name, an icon and an `edit_handler` whose form is `ClinicRowForm`."""

    view_names = ("index", "index_results", "add", "edit", "history", "history_results")
    copy_view_enabled = False
    index_view_class = ClinicRowIndexView
    search_backend_name = None


class ScopedChosenView(chooser.ChosenView):
    def post(self, request: Any, pk: str) -> Any:
        """As for a look: a row that may not be seen is not found, whatever is asked of it."""
        return self.get(request, pk)


class ClinicRowChooserViewSet(ScopedViewSetMixin, ChooserViewSet):
    view_names = ("choose", "choose_results", "chosen", "chosen_multiple")
    chosen_view_class = ScopedChosenView
    register_widget = False
