"""What an editor may put on a page beyond what its fields check."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.images.blocks import ImageBlock
from wagtail.permissions import policy_registry

from sites.blocks.clinic_choice import ClinicChooserBlock
from sites.models.clinic import Clinic
from sites.typed_choices import TypedChoicesMixin


class PageForm(TypedChoicesMixin, WagtailAdminPageForm):
    """Refuses a block that speaks of a clinic the editor does not work for, however its id came into the form.

    Choices that stand on the page already may stay: another editor made them, who may.
    """

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "body" in data and "body" in self.changed_data:
            stored = {clinic.pk for clinic in chosen_clinics(self.instance.body.stream_block, self.instance.body)}
            added = {clinic.pk for clinic in chosen_clinics(data["body"].stream_block, data["body"])} - stored
            if added - self.clinics_of_editor():
                self.add_error("body", _("Choose only clinics that you work for, or leave the clinic empty."))
        return data

    def clinics_of_editor(self) -> set[UUID]:
        policy = policy_registry.get_by_type(Clinic)
        return set(policy.clinics_for(self.for_user).values_list("pk", flat=True))


def chosen_clinics(block: Any, value: Any) -> Iterator[Clinic]:
    """Every clinic that stands in a block's value, at any depth."""
    if value is None:
        return
    match block:
        case ClinicChooserBlock():
            yield value
        case ImageBlock():  # of a struct's kind, but its value is the picture
            return
        case StructBlock():
            for name, child in block.child_blocks.items():
                yield from chosen_clinics(child, value.get(name))
        case ListBlock():
            for item in value:
                yield from chosen_clinics(block.child_block, item)
        case StreamBlock():
            for item in value:
                yield from chosen_clinics(item.block, item.value)
