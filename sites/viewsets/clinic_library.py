"""What a clinic says of itself in small pieces: questions, stories, prices, protocols. Rows of no clinic are the
network's: its editors alone see them in lists, while every editor may choose them for a page."""

from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from sites.models import FAQ, Clinic, ConsultForm, ProtocolFact, Testimonial, TreatmentPrice
from sites.typed_choices import TypedChoicesMixin
from sites.viewsets.chosen import SnippetChooserViewSet
from sites.viewsets.columns import CARD_LISTING, CardColumn, link, status_tag
from sites.viewsets.policies import policy_for
from sites.viewsets.scoped import ScopedViewSetMixin


class ClinicRowForm(TypedChoicesMixin, WagtailAdminModelForm):
    """Offers the clinics in which the user may save the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = policy_for(type(self.instance))
        action = "add" if self.instance._state.adding else "change"
        clinic = self.fields["clinic"]
        clinic.queryset = policy.clinics_for(self.for_user, [action])
        if not policy.reaches_every_clinic(self.for_user, [action]):
            clinic.required = True  # a row of no clinic is the network's
            clinic.help_text = ""
            if clinic.queryset.count() == 1:
                clinic.initial = clinic.queryset.get()
            if choice := self.fields.get("clinics"):
                choice.queryset = clinic.queryset


class ClinicFilterSet(WagtailFilterSet):
    """Made anew for each model: the clinics offered are those in which the user may see its rows."""

    clinic = django_filters.ModelChoiceFilter(
        queryset=Clinic.objects.none(), label=_("Clinic"), empty_label=_("All"), null_label=_("The network")
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        policy = policy_for(self._meta.model)
        choice = self.filters["clinic"]
        choice.queryset = policy.clinics_for(request.user)
        if not policy.reaches_every_clinic(request.user, ["view", "change"]):
            choice.extra["null_label"] = None


def filter_set_for(model: type[Model]) -> type[ClinicFilterSet]:
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}FilterSet", (ClinicFilterSet,), {"Meta": meta})


def clinic_cell(row: Any) -> str:
    return row.clinic.name if row.clinic else str(_("The network"))


def treatment_cell(row: Any) -> str:
    return row.treatment.name if row.treatment else ""


def permission_cell(story: Testimonial) -> SafeString:
    shown = story.is_publishable(on=timezone.localdate())
    return status_tag(str(_("May be shown") if shown else _("Not shown")), is_live=shown)


def steps_cell(form: ConsultForm) -> str:
    return str(_("In steps") if form.is_guided else _("One page"))


TREATMENT_COLUMN = CardColumn("treatment", label=_("Treatment"), accessor=treatment_cell, sort_key="treatment__name")


class ClinicRowIndexView(generic.IndexView):
    """Subclass with the columns after the row's own name."""

    is_searchable = True
    table_classname = CARD_LISTING
    shown_relations: tuple[str, ...] = ("clinic", "treatment")
    more_columns: tuple[CardColumn, ...] = (TREATMENT_COLUMN,)

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("name", label=_("Name"), accessor=self.name_cell, classname="title"),
            CardColumn("clinic", label=_("Clinic"), accessor=clinic_cell, sort_key="clinic__name"),
            *self.more_columns,
        ]

    def name_cell(self, row: Model) -> str:
        if not self.user_has_permission_for_instance("change", row):
            return str(row)
        return link(reverse(self.edit_url_name, args=[row.pk]), str(row))

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset().select_related(*self.shown_relations)
        return rows

    def get_list_buttons(self, instance: Model) -> list[Any]:
        return []


class TestimonialIndexView(ClinicRowIndexView):
    more_columns = (
        TREATMENT_COLUMN,
        CardColumn("permission", label=_("Permission"), accessor=permission_cell),
    )


class TreatmentPriceIndexView(ClinicRowIndexView):
    more_columns = (
        TREATMENT_COLUMN,
        CardColumn("amount", label=_("US dollars"), sort_key="amount"),
    )


class ConsultFormIndexView(ClinicRowIndexView):
    shown_relations = ("clinic",)
    more_columns = (CardColumn("steps", label=_("Kind"), accessor=steps_cell),)


class ClinicRowChooserViewSet(ScopedViewSetMixin, SnippetChooserViewSet):
    """For `SnippetChooserBlock`: rows of the user's clinics and the network's. Wagtail's own shows all to everybody."""

    shows_network_rows = True


class ClinicRowViewSet(ScopedViewSetMixin, ModelViewSet):
    """A viewset of rows that have a clinic or none, with a scoped chooser.

    Blocks look for `snippet_viewset` on the model. The models are no registered snippets all the same: those get
    actions on many rows, and boxes on the Groups page, that know no clinics.
    """

    view_names = ("index", "index_results", "add", "edit", "history", "history_results")
    copy_view_enabled = False
    index_view_class = ClinicRowIndexView
    list_per_page = 50
    search_backend_name = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.edit_handler = ObjectList(self.model.panels, base_form_class=ClinicRowForm)  # type: ignore[attr-defined]
        self.filterset_class = filter_set_for(self.model)
        self.model.snippet_viewset = self  # type: ignore[attr-defined]

    @cached_property
    def chooser_viewset(self) -> ClinicRowChooserViewSet:
        words = self.model._meta.verbose_name
        return ClinicRowChooserViewSet(
            f"choose-{self.name}",
            model=self.model,
            icon=self.icon,
            choose_one_text=format_lazy(_("Choose {name}"), name=words),
            page_title=capfirst(words),
            per_page=25,
            register_widget=False,
        )

    def on_register(self) -> None:
        super().on_register()
        viewsets.register(self.chooser_viewset)


class FAQViewSet(ClinicRowViewSet):
    model = FAQ
    name = "questions"
    icon = "help"
    search_fields = ["question", "answer"]


class TestimonialViewSet(ClinicRowViewSet):
    model = Testimonial
    name = "testimonials"
    icon = "openquote"
    index_view_class = TestimonialIndexView
    search_fields = ["display_name", "text"]


class TreatmentPriceViewSet(ClinicRowViewSet):
    model = TreatmentPrice
    name = "prices"
    icon = "tag"
    index_view_class = TreatmentPriceIndexView
    search_fields = ["label", "note"]


class ProtocolFactViewSet(ClinicRowViewSet):
    model = ProtocolFact
    name = "protocol-facts"
    icon = "list-ul"
    search_fields = ["treatment__name", "session_length", "onset"]


class ConsultFormViewSet(ClinicRowViewSet):
    model = ConsultForm
    name = "consult-forms"
    icon = "form"
    index_view_class = ConsultFormIndexView
    search_fields = ["name"]


clinic_library = (
    FAQViewSet(),
    TestimonialViewSet(),
    TreatmentPriceViewSet(),
    ProtocolFactViewSet(),
    ConsultFormViewSet(),
)


class ClinicLibraryViewSetGroup(ViewSetGroup):
    menu_label = _("Clinic facts")
    menu_icon = "list-ul"
    menu_order = 155
    items = clinic_library
