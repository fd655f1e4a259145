"""Which clinic a block speaks of: one that an editor chose, else that of the page, else every clinic to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import UUIDKeyMixin

if TYPE_CHECKING:
    from sites.directory import Directory
    from sites.models import Clinic
    from sites.navigation import Navigation

PREVIEW_TEMPLATE = "sites/blocks/preview.html"


class ClinicChooserBlock(UUIDKeyMixin, blocks.ChooserBlock):
    """A clinic among those the editor works for. A closed one is neither offered nor shown."""

    target_model = "sites.Clinic"

    @cached_property
    def widget(self) -> forms.Widget:
        from sites.viewsets.clinic_chooser import clinic_chooser_viewset

        widget: forms.Widget = clinic_chooser_viewset.widget_class()
        return widget

    @cached_property
    def field(self) -> "forms.ModelChoiceField[Clinic]":
        from sites.models import Clinic

        return forms.ModelChoiceField(
            queryset=Clinic.objects.shown(),
            widget=self.widget,
            required=self._required,
            help_text=self._help_text,
            error_messages={"invalid_choice": _("This clinic is closed or gone. Choose another, or none.")},
        )

    def bulk_to_python(self, values: Sequence[Any]) -> "list[Clinic | None]":
        """With contact details: four queries however many clinics were chosen, none where none was."""
        from sites.models import Clinic

        wanted = [UUID(str(value)) if value else None for value in values]
        chosen = {key for key in wanted if key}
        found = Clinic.objects.with_contact_details().select_related("practice").in_bulk(chosen) if chosen else {}
        return [found.get(key) if key else None for key in wanted]

    def to_python(self, value: Any) -> "Clinic | None":
        return self.bulk_to_python([value])[0]

    class Meta:
        icon = "home"


class ClinicBlock(blocks.StructBlock):
    """Base of blocks that speak of a clinic. They hold no phone, hours or address: those are the clinic's record's.

    Templates get `clinic` (or None), `clinics`, `clinic_openings`, `opening`, `hours` and `nav`, those of the chosen
    clinic where an editor chose one, and the page's `directory`.
    """

    clinic = ClinicChooserBlock(
        label=_("Clinic"),
        required=False,
        help_text=_("Empty: the clinic of the page. On a page of no clinic, visitors choose."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["directory"] = directory_of(context)
        chosen = value.get("clinic")
        if chosen and chosen.is_shown:
            if chosen != context.get("clinic"):  # the page's own navigation leads to the page's clinic
                context["nav"] = navigation_to(chosen, nav=context.get("nav"))
            context |= facts_of(chosen)
        return context

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from sites.blocks.samples import sample_context

        return (parent_context or {}) | sample_context()

    class Meta:
        preview_template = PREVIEW_TEMPLATE


def facts_of(clinic: "Clinic") -> dict[str, Any]:
    """What the context of a page of this clinic would hold."""
    now = timezone.now()
    opening = clinic.opening_state(at=now)
    return {
        "clinic": clinic,
        "clinics": [clinic],
        "clinic_openings": [(clinic, opening)],
        "opening": opening,
        "hours": clinic.hours_rows(at=now),
    }


def navigation_to(clinic: "Clinic", *, nav: "Navigation | None") -> "Navigation":
    """The page's navigation, except that asking for a consult leads to this clinic."""
    from sites.navigation import Navigation, consult_url

    return replace(nav or Navigation(network_name=""), consult_url=consult_url("", clinic))


def directory_of(context: Mapping[str, Any]) -> "Directory":
    """The page's, so that its blocks share what was read; a new one where a block stands alone."""
    from sites.directory import Directory

    found: Directory | None = context.get("directory")
    return found or Directory(language_code=get_language() or settings.LANGUAGE_CODE, on=timezone.localdate())
