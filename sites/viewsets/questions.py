"""Questions and answers in the admin, and where an editor chooses some for a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from sites.models import FAQ
from sites.viewsets.clinic_rows import ClinicRowChooserViewSet, ClinicRowForm, ClinicRowViewSet


class QuestionViewSet(ClinicRowViewSet):
    model = FAQ
    name = "questions"
    icon = "help"
    menu_label = _("Questions")
    search_fields = ["question", "answer"]
    edit_handler = ObjectList(FAQ.panels, base_form_class=ClinicRowForm)


class QuestionChooserViewSet(ClinicRowChooserViewSet):
    model = FAQ
    name = "question_chooser"
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")


question_viewset = QuestionViewSet()
question_chooser = QuestionChooserViewSet()
