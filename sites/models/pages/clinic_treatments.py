from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from sites.blocks import BodyBlock
from sites.models.pages.base import CarefrontPage
from sites.models.pages.treatments import TreatmentPage
from sites.models.treatment import Treatment

# Below this a page says too little of its own to compete with the library's page for a reader who searches.
OWN_TEXT_WORDS = 150


class ClinicTreatmentPage(CarefrontPage):
    """A treatment as one clinic offers it: the library's page, and only what differs here.

    Where nothing differs there is no such page; the clinic links to the library.
    """

    treatment_page = models.ForeignKey(
        TreatmentPage, on_delete=models.PROTECT, related_name="clinic_pages", verbose_name=_("page of the library")
    )
    intro = models.TextField(_("own introduction"), blank=True, help_text=_("Empty: the library's."))
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(
        BodyBlock(), blank=True, help_text=_("What is different here. It stands before the library's text.")
    )
    replaces_library_text = models.BooleanField(
        _("shows only its own text"), default=False, help_text=_("The library's text is then left out.")
    )
    is_own_page = models.BooleanField(
        _("to be found by search engines on its own"),
        default=False,
        help_text=_("Counts only with enough text of its own; until then the library's page is the one named."),
    )

    content_panels = [
        *CarefrontPage.content_panels,
        FieldPanel("treatment_page"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("replaces_library_text"),
        FieldPanel("is_own_page"),
    ]
    parent_page_types = ["sites.ClinicPage"]
    subpage_types: list[str] = []
    template = "sites/clinic_treatment_page.html"
    shown_relations = ("picture", "treatment_page__treatment")

    class Meta:
        verbose_name = _("treatment at a clinic")

    @property
    def treatment(self) -> Treatment:
        return self.treatment_page.treatment
