"""What clinics tell of themselves and pages choose from: questions, stories, protocols."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from sites.clinic_permission_panel import ClinicPermissionForm
from sites.groups import KEEPS_ROWS
from sites.models import FAQ, ProtocolFact, Testimonial
from sites.viewsets.protocol_facts import protocol_fact_viewset
from sites.viewsets.questions import question_chooser, question_viewset
from sites.viewsets.testimonials import testimonial_chooser, testimonial_viewset


class ToldByClinicsGroup(ViewSetGroup):
    menu_label = _("Words of clinics")
    menu_icon = "comment"
    menu_order = 165
    items = (question_viewset, testimonial_viewset, protocol_fact_viewset)


CHOOSERS = (question_chooser, testimonial_chooser)


class QuestionClinicsForm(ClinicPermissionForm):
    model = FAQ
    actions = KEEPS_ROWS
    heading = _("Keeps the questions and answers of these clinics")


class TestimonialClinicsForm(ClinicPermissionForm):
    model = Testimonial
    actions = KEEPS_ROWS
    heading = _("Keeps the patient stories of these clinics")


class ProtocolClinicsForm(ClinicPermissionForm):
    model = ProtocolFact
    actions = KEEPS_ROWS
    heading = _("Keeps the protocols of these clinics")
