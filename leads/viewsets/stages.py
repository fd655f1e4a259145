"""The pipeline's stages in the admin: for those who look after the whole network's intake."""

from typing import Any

from django import forms
from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from leads.models import Stage
from leads.stages import (
    COUNTED,
    FirstStageNotOpen,
    LeadsStandHere,
    leads_in,
    order_with,
    refuse_to_remove,
    refuse_unless_open_first,
    save_stage,
)
from sites.viewsets.columns import CARD_LISTING, CardColumn, link, status_tag

NOT_OPEN = gettext_lazy("A new lead starts in the first stage, so that one must be open.")


def standing_there(count: int) -> str:
    if count >= COUNTED:
        return _("%(count)s leads or more stand in it: move them to another stage first.") % {"count": COUNTED}
    return _("Leads that stand in it: %(count)s. Move them to another stage first.") % {"count": count}


class StageForm(WagtailAdminModelForm):
    after = forms.ModelChoiceField(
        label=gettext_lazy("Comes after"),
        queryset=Stage.objects.all(),
        required=False,
        empty_label=gettext_lazy("It is the first"),
    )

    class Meta:
        model = Stage
        fields = ["name", "kind", "moves_to"]
        widgets = {"moves_to": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Stage.objects.exclude(pk=self.instance.pk)
        before = others.filter(position__lt=self.instance.position) if self.instance.pk else others
        self.fields["moves_to"].queryset = self.fields["after"].queryset = others
        self.fields["after"].initial = before.order_by("position").last()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "after" in data and data.get("kind"):
            self.instance.kind = data["kind"]
            try:
                refuse_unless_open_first(order_with(self.instance, after=data["after"]))
            except FirstStageNotOpen:
                self.add_error("after", NOT_OPEN)
        was = Stage.objects.filter(pk=self.instance.pk).first()
        if was and data.get("kind") and Stage(kind=data["kind"]).is_closed != was.is_closed and (n := leads_in(was)):
            self.add_error("kind", standing_there(n))
        return data

    def save(self, commit: bool = True) -> Stage:
        save_stage(self.instance, after=self.cleaned_data["after"])
        self.instance.moves_to.set(self.cleaned_data["moves_to"])
        stage: Stage = self.instance
        return stage


def name_cell(stage: Stage) -> SafeString:
    return link(reverse("stages:edit", args=[stage.pk]), str(stage))


def moves_cell(stage: Stage) -> str:
    return ", ".join(str(each) for each in stage.moves_to.all()) or _("Anywhere")


class StageIndexView(generic.IndexView):
    table_classname = CARD_LISTING
    columns = [
        CardColumn("name", label=gettext_lazy("Name"), accessor=name_cell, classname="title"),
        CardColumn(
            "kind",
            label=gettext_lazy("Kind"),
            accessor=lambda stage: status_tag(stage.get_kind_display(), is_live=not stage.is_closed),
        ),
        CardColumn("moves", label=gettext_lazy("A lead may go to"), accessor=moves_cell),
    ]

    def get_base_queryset(self) -> QuerySet[Stage]:
        rows: QuerySet[Stage] = super().get_base_queryset().prefetch_related("moves_to")
        return rows

    def get_list_buttons(self, instance: Stage) -> list[Any]:
        return []


class StageDeleteView(generic.DeleteView):
    """Says why a stage stays where it does."""

    template_name = "leads/admin/stage_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        leads_url = f"{reverse('leads:index')}?stage={self.object.pk}" if self.has_leads else ""
        return context | {"why_not": self.why_not, "leads_url": leads_url}

    @cached_property
    def why_not(self) -> str:
        """Empty where it may go."""
        try:
            refuse_to_remove(self.object)
        except LeadsStandHere:
            return standing_there(leads_in(self.object))
        except FirstStageNotOpen:
            return str(NOT_OPEN)
        return ""

    @property
    def has_leads(self) -> bool:
        return bool(leads_in(self.object))

    def delete_action(self) -> None:
        refuse_to_remove(self.object)
        super().delete_action()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self.why_not:
            return self.refused()
        try:
            done: HttpResponse = super().form_valid(form)
        except (LeadsStandHere, FirstStageNotOpen, ProtectedError):  # since a moment ago
            del self.why_not
            return self.refused()
        return done

    def refused(self) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(), status=409)
        return response


class StageViewSet(ModelViewSet):
    model = Stage
    name = "stages"
    icon = "tasks"
    menu_label = gettext_lazy("Stages")
    menu_order = 165
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    ordering = "position"
    list_per_page = 100
    search_fields: list[str] = []
    index_view_class = StageIndexView
    delete_view_class = StageDeleteView

    def get_form_class(self, for_update: bool = False) -> type[StageForm]:
        return StageForm


stage_viewset = StageViewSet()
