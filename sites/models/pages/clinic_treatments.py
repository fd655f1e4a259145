from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.images.models import AbstractImage

from sites.blocks import BodyBlock
from sites.models.pages.base import CarefrontPage
from sites.models.pages.treatments import TreatmentPage
from sites.models.provider import Provider
from sites.models.treatment import Treatment

# Below this a page says too little of its own to compete with the library's page for a reader who searches.
OWN_TEXT_WORDS = 150

# The library's words around them are for readers who have no clinic yet; the clinic's page brings its own.
ACTIONS_OF_THE_LIBRARY = frozenset({"phone_action", "booking_action"})
# The page tells the clinic's own at its top; the library's compares all clinics.
TOLD_ABOVE = frozenset({"protocol"})
# One on a page is enough: the clinic's own.
FORMS = frozenset({"consult_form", "newsletter_form"})


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
        FieldPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
        MultiFieldPanel(
            [FieldPanel("replaces_library_text"), FieldPanel("is_own_page")], heading=_("Beside the library's page")
        ),
    ]
    parent_page_types = ["sites.ClinicPage"]
    subpage_types: list[str] = []
    template = "sites/clinic_treatment_page.html"
    shown_relations = ("picture",)

    class Meta:
        verbose_name = _("treatment at a clinic")

    @cached_property
    def library_page(self) -> TreatmentPage:
        """The page this one adds to, with its treatment and picture."""
        pages = TreatmentPage.objects.select_related("treatment", "picture", "locale")
        return pages.get(pk=self.treatment_page_id)

    @property
    def treatment(self) -> Treatment:
        return self.library_page.treatment

    @property
    def own_text_words(self) -> int:
        """How many words stand on this page that the library's does not have."""
        texts = [self.intro, *self._meta.get_field("body").get_searchable_content(self.body)]
        return sum(len(str(text).split()) for text in texts)

    @property
    def stands_for_itself(self) -> bool:
        return self.is_own_page and self.own_text_words >= OWN_TEXT_WORDS

    @property
    def canonical_url(self) -> str:
        """The library page's until this page has enough to say. A library page that was taken offline is no answer."""
        if self.stands_for_itself or not self.library_page.live:
            return super().canonical_url
        return self.library_page.canonical_url

    def merged_body(self) -> Sequence[StreamValue.StreamChild]:
        """The clinic's own blocks, then the library's, unless it shows only its own."""
        own = list(self.body)
        if self.replaces_library_text:
            return own
        left_out = ACTIONS_OF_THE_LIBRARY | TOLD_ABOVE | (FORMS & {block.block_type for block in own})
        return own + [block for block in self.library_page.body if block.block_type not in left_out]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what the template shows of the clinic's page and the library's: `library_page`, `treatment`, `intro`,
        `picture`, `body`, `reviewer`, and of this clinic `protocol` (label and value) and `prices`."""
        context = super().get_context(request, *args, **kwargs)
        library, clinic = self.library_page, context["clinic"]
        reviewer_ids = [library.reviewer_id] if library.reviewer_id else []
        details = context["directory"].details(library.treatment, clinics=context["clinics"])
        protocol = next(iter(details.protocol_facts), None) if clinic else None
        return context | {
            "library_page": library,
            "treatment": library.treatment,
            "intro": self.intro or library.intro or library.treatment.summary,
            "picture": self.shown_picture,
            "body": self.merged_body(),
            "reviewer": Provider.objects.with_credentials().filter(pk__in=reviewer_ids).first(),
            "protocol": list(protocol.details.items()) if protocol else [],
            "prices": details.prices,
        }

    @property
    def shown_picture(self) -> AbstractImage | None:
        return self.picture or self.library_page.picture
