from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.images.models import AbstractImage
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from sites.blocks import BodyBlock
from sites.compiled_queries import compiled
from sites.models.pages.base import CarefrontPage
from sites.models.pages.reviewed import ReviewedPage


class ArticleIndexPage(CarefrontPage):
    """What the network has to read, newest first."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*CarefrontPage.content_panels, FieldPanel("intro")]
    parent_page_types = ["sites.HomePage"]
    subpage_types = ["sites.ArticlePage"]
    template = "sites/article_index_page.html"

    class Meta:
        verbose_name = _("article index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `article_pages`."""
        context = super().get_context(request, *args, **kwargs)
        pages = ArticlePage.objects.live().child_of(self).select_related("picture")
        context["article_pages"] = pages.order_by("-published_date")
        return context


CARD_FIELDS = ("title", "url_path", "deck", "published_date", "origin_publisher", "picture")


class ArticlePageQuerySet(PageQuerySet):
    def newest(self) -> "ArticlePageQuerySet":
        """The three to show as cards on a page about something else."""
        live: ArticlePageQuerySet = self.live().select_related("picture").order_by("-published_date", "-pk")
        return live.only(*CARD_FIELDS)[:3]


@dataclass(frozen=True)
class Author:
    """Who wrote an article. A provider who left stays its author; only the link goes with their page."""

    name: str
    photo: AbstractImage | None = None
    url: str = ""


class ArticlePage(ReviewedPage):
    """Something to read, with who wrote it, who reviewed it and where it came from."""

    deck = models.TextField(_("deck"), blank=True, help_text=_("What the article answers, in a sentence or two."))
    published_date = models.DateField(_("published"), default=date.today)
    author = models.ForeignKey(
        "sites.Provider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("author, one of our providers"),
    )
    author_name = models.CharField(_("or another author's name"), max_length=120, blank=True)
    author_degree = models.CharField(_("their degree"), max_length=60, blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    conditions = ParentalManyToManyField(
        "sites.Condition", blank=True, related_name="articles", verbose_name=_("about these conditions")
    )
    treatments = ParentalManyToManyField(
        "sites.Treatment", blank=True, related_name="articles", verbose_name=_("about these treatments")
    )

    origin_publisher = models.CharField(_("first published by"), max_length=120, blank=True)
    origin_author = models.CharField(_("author of the original"), max_length=120, blank=True)
    origin_url = models.URLField(_("address of the original"), blank=True)
    origin_date = models.DateField(_("first published on"), null=True, blank=True)
    origin_licence = models.CharField(_("licence"), max_length=200, blank=True)
    is_indexed_anyway = models.BooleanField(
        _("to be found by search engines though republished"),
        default=False,
        help_text=_("Only where the publisher agreed. Otherwise the original is the one to be found."),
    )

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *CarefrontPage.content_panels,
        FieldPanel("deck"),
        MultiFieldPanel(
            [
                FieldPanel("published_date"),
                FieldPanel("author"),
                FieldRowPanel([FieldPanel("author_name"), FieldPanel("author_degree")]),
            ],
            heading=_("Who stands behind it"),
        ),
        ReviewedPage.review_panel,
        FieldPanel("picture", heading=_("Picture")),
        FieldPanel("body", heading=_("Body")),
        MultiFieldPanel(
            [
                FieldPanel("conditions", widget=CheckboxSelectMultiple),
                FieldPanel("treatments", widget=CheckboxSelectMultiple),
            ],
            heading=_("What it is about"),
            help_text=_("The pages of these conditions and treatments then lead here."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("origin_publisher"), FieldPanel("origin_author")]),
                FieldPanel("origin_url"),
                FieldRowPanel([FieldPanel("origin_date"), FieldPanel("origin_licence")]),
                FieldPanel("is_indexed_anyway"),
            ],
            heading=_("Republished from elsewhere"),
        ),
    ]
    parent_page_types = ["sites.ArticleIndexPage", "sites.ClinicPage"]
    subpage_types: list[str] = []
    template = "sites/article_page.html"
    shown_relations = ("picture",)
    outlives_its_clinic = True

    class Meta:
        verbose_name = _("article")

    def clean(self) -> None:
        super().clean()
        if self.author_id and self.author_name:
            raise ValidationError({"author_name": _("Choose one of our providers or name another author, not both.")})
        if self.origin_publisher and not (self.origin_url and self.origin_licence):
            raise ValidationError(
                {"origin_publisher": _("A republished article needs the original's address and licence.")}
            )

    @property
    def is_republished(self) -> bool:
        return bool(self.origin_publisher)

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it. The original of a republished article is the one to be found."""
        return not self.is_republished or self.is_indexed_anyway

    @property
    def byline(self) -> str:
        """ "Ines Corrado, PhD", whether one of our providers or not; empty where nobody is named."""
        if self.author:
            return self.author.full_title
        return ", ".join(part for part in (self.author_name, self.author_degree) if part)

    def people(self) -> list[UUID]:
        return [*super().people(), *([self.author_id] if self.author_id else [])]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `author`, or None where nobody is named."""
        context = super().get_context(request, *args, **kwargs)
        person = context["people"].get(self.author_id)
        if person:
            self.author = person.provider  # with credentials: the byline needs them
            context["author"] = Author(self.byline, person.provider.photo, person.url)
        else:
            context["author"] = Author(self.byline) if self.byline else None
        return context


@compiled
def newest_about_treatment(treatment_id: int, locale_id: int) -> "models.QuerySet[ArticlePage]":
    return ArticlePage.objects.filter(treatments=treatment_id, locale=locale_id).newest()


@compiled
def newest_about_condition(condition_id: int, locale_id: int) -> "models.QuerySet[ArticlePage]":
    return ArticlePage.objects.filter(conditions=condition_id, locale=locale_id).newest()
