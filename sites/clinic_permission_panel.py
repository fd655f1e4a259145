"""A panel of the Groups page: in which clinics a group may do something. Django's own boxes open all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sites.groups import CLINIC_LIBRARY, KEEPS_ROWS, grant_in_clinic, permissions_of
from sites.models import Clinic, GroupClinicPermission


class ClinicPermissionForm(forms.Form):
    """Subclass with models, what its boxes grant and a heading; return the subclass from the hook
    `register_group_permission_panel`.

    A clinic is ticked when the group has all of `actions` with all of the models there. What a group has beside them
    is left alone.
    """

    model: type[Model]
    other_models: Sequence[type[Model]] = ()
    actions: Sequence[str] = ()
    granted_actions: Sequence[tuple[type[Model], Iterable[str]]] = ()
    """In place of `actions`, where each model has its own."""
    heading: Any

    clinics = forms.ModelMultipleChoiceField(
        queryset=Clinic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Clinics")
    )

    def __init__(self, *args: Any, instance: Group | None, **kwargs: Any) -> None:
        self.instance = instance or Group()  # Wagtail has none for the form in which one is added
        kwargs["prefix"] = kwargs.get("prefix") or f"{self.model._meta.label_lower.replace('.', '_')}_clinics"
        kwargs["initial"] = {"clinics": self.ticked()}
        super().__init__(*args, **kwargs)

    @cached_property
    def permissions(self) -> list[Permission]:
        return [each for model, actions in self.grants() for each in permissions_of(model, actions)]

    def grants(self) -> Sequence[tuple[type[Model], Iterable[str]]]:
        return self.granted_actions or [(model, self.actions) for model in (self.model, *self.other_models)]

    def granted(self) -> QuerySet[GroupClinicPermission]:
        return GroupClinicPermission.objects.filter(group_id=self.instance.pk, permission__in=self.permissions)

    def ticked(self) -> list[Clinic]:
        held: dict[Clinic, int] = {}
        for row in self.granted().select_related("clinic"):
            held[row.clinic] = held.get(row.clinic, 0) + 1
        return [clinic for clinic, count in held.items() if count == len(self.permissions)]

    def as_admin_panel(self) -> str:
        return render_to_string("sites/admin/clinic_permission_panel.html", {"form": self, "heading": self.heading})

    def save(self) -> None:
        chosen = set(self.cleaned_data["clinics"])
        self.granted().filter(clinic__in=set(self.ticked()) - chosen).delete()
        for clinic in chosen:
            for model, actions in self.grants():
                grant_in_clinic(self.instance, clinic, model, actions)


class ClinicRecordForm(ClinicPermissionForm):
    model = Clinic
    actions = ("change", "view")
    heading = _("Edits the record of these clinics")


class ClinicLibraryForm(ClinicPermissionForm):
    model, *other_models = CLINIC_LIBRARY
    actions = KEEPS_ROWS
    heading = _("Edits questions, stories, prices, protocol facts and consult forms of these clinics")
