"""The network's libraries, of conditions and of treatments: an index, and below it a page for each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from sites.blocks import BodyBlock
from sites.models.pages.base import CarefrontPage
from sites.models.pages.reviewed import ReviewedPage


class LibraryIndexPage(CarefrontPage):
    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*CarefrontPage.content_panels, FieldPanel("intro")]
    parent_page_types = ["sites.HomePage"]

    class Meta:
        abstract = True


class LibraryPage(ReviewedPage):
    """One entry, told once for the whole network."""

    intro = models.TextField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    subpage_types: list[str] = []

    class Meta:
        abstract = True


def panels_of_entry(subject: str) -> list[Panel]:
    """For the page of one `subject`, the field that names what the page is about."""
    return [
        *CarefrontPage.content_panels,
        FieldPanel(subject),
        FieldPanel("intro"),
        FieldPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
        ReviewedPage.review_panel,
    ]
