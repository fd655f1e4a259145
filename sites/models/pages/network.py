from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from sites.blocks import BodyBlock
from sites.models.pages.base import CarefrontPage


class HomePage(CarefrontPage):
    """The network's front door: find a clinic, and a person who answers."""

    intro = models.TextField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *CarefrontPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "sites/home_page.html"
    shown_relations = ("picture",)

    class Meta:
        verbose_name = _("network home")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `treatment_pages` and the three newest `article_pages`."""
        from sites.models.pages.articles import ArticlePage
        from sites.models.pages.treatments import TreatmentPage

        context = super().get_context(request, *args, **kwargs)
        below = {"path__startswith": self.path}
        context["treatment_pages"] = TreatmentPage.objects.live().filter(**below).select_related("treatment")
        context["article_pages"] = (
            ArticlePage.objects.live().filter(**below).select_related("picture").order_by("-published_date")[:3]
        )
        return context


class StandardPage(CarefrontPage):
    """Any other page: privacy, accessibility, about."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [*CarefrontPage.content_panels, FieldPanel("intro"), FieldPanel("body", heading=_("Body"))]
    template = "sites/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
