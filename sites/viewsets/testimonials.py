"""Patients' stories in the admin, and where an editor chooses among those that may be told."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from sites.models import Testimonial
from sites.viewsets.clinic_rows import (
    ClinicRowChooserViewSet,
    ClinicRowForm,
    ClinicRowIndexView,
    ClinicRowViewSet,
)


def permission_cell(testimonial: Testimonial) -> Any:
    if testimonial.is_illustrative:
        return _("no real person")
    return _("in force") if testimonial.is_publishable(on=timezone.localdate()) else _("none: not shown")


class TestimonialIndexView(ClinicRowIndexView):
    more_columns = ((_("Permission"), permission_cell),)


class TestimonialViewSet(ClinicRowViewSet):
    model = Testimonial
    name = "testimonials"
    icon = "openquote"
    menu_label = _("Patient stories")
    index_view_class = TestimonialIndexView
    search_fields = ["text", "display_name"]
    edit_handler = ObjectList(Testimonial.panels, base_form_class=ClinicRowForm)


class TestimonialChooserViewSet(ClinicRowChooserViewSet):
    model = Testimonial
    name = "testimonial_chooser"
    icon = "openquote"
    choose_one_text = _("Choose a story")
    choose_another_text = _("Choose another story")

    def get_object_list(self) -> QuerySet[Testimonial]:
        return Testimonial.objects.publishable(on=timezone.localdate())


testimonial_viewset = TestimonialViewSet()
testimonial_chooser = TestimonialChooserViewSet()
