"""Patients' stories, while their permission is in force."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.chosen import ChosenRows, ChosenRowsBlock, belongs_elsewhere


class TestimonialChooserBlock(RowChooserBlock):
    """Refuses a story that may not be told."""

    def clean(self, value: Any) -> Any:
        testimonial = super().clean(value)
        if testimonial and not testimonial.is_publishable(on=timezone.localdate()):
            raise ValidationError(without_permission(testimonial))
        return testimonial

    class Meta:
        icon = "openquote"


class TestimonialsValue(ChosenRows[Any]):
    rows_name = "testimonials"

    def why_withheld(self, row: Any, *, on: date, clinic: Model | None) -> str:
        if not row.is_publishable(on=on):
            return without_permission(row)
        if belongs_elsewhere(row, clinic):
            return gettext("The story of %(name)s is not shown: it is another clinic's.") % {"name": row.display_name}
        return ""


class TestimonialsBlock(ChosenRowsBlock):
    testimonials = blocks.ListBlock(
        TestimonialChooserBlock("sites.Testimonial"),
        label=_("Stories"),
        min_num=1,
        help_text=_("A story disappears from the page when its permission ends or is withdrawn."),
    )

    def get_preview_value(self) -> Any:
        from sites.models import Testimonial

        story = Testimonial(
            text=gettext("The first time changed little. After the third I slept through, most nights."),
            display_name=gettext("Ana R."),
            is_illustrative=True,
        )
        return self.normalize({"testimonials": [story]})

    class Meta:
        icon = "openquote"
        label = _("Patient stories")
        description = _(
            "Stories with a permission in force. Says that results vary, and which story is no real person's."
        )
        template = "sites/blocks/testimonials.html"
        value_class = TestimonialsValue
        default_heading = _("What patients tell")


def without_permission(testimonial: Any) -> str:
    words = gettext("The story of %(name)s may not be shown: no permission is in force.")
    return words % {"name": testimonial.display_name}
