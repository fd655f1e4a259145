"""What is new to read, as RSS: the articles of one site in one language."""

from datetime import datetime, time
from itertools import islice

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from sites.models import ArticlePage

LONGEST_FEED = 20


class ArticleFeed(Feed[ArticlePage, Page]):
    """Newest first. Without republished articles, unless their publisher agreed to have them found here."""

    def get_object(self, request: HttpRequest) -> Page:
        """The home page of the site, in the language of the address."""
        site = Site.find_for_request(request)
        homes = site.root_page.get_translations(inclusive=True).live() if site else Page.objects.none()
        home = homes.filter(locale__language_code=get_language()).first()
        if home is None:
            raise Http404("This site has no pages in this language.")
        return home

    def title(self, home: Page) -> str:
        return _("Articles from %(network)s") % {"network": home.get_site().site_name or home.title}

    def link(self, home: Page) -> str:
        return home.full_url or ""

    def description(self, home: Page) -> str:
        return home.search_description or self.title(home)

    def items(self, home: Page) -> list[ArticlePage]:
        articles = ArticlePage.objects.live().public().descendant_of(home).select_related("locale", "author")
        newest = articles.order_by("-published_date", "-pk").iterator(chunk_size=LONGEST_FEED)
        return list(islice((article for article in newest if article.is_indexed), LONGEST_FEED))

    def item_title(self, item: ArticlePage) -> str:
        return str(item.title)

    def item_description(self, item: ArticlePage) -> str:
        return item.search_description or item.deck

    def item_link(self, item: ArticlePage) -> str:
        return item.full_url or ""

    def item_pubdate(self, item: ArticlePage) -> datetime:
        return timezone.make_aware(datetime.combine(item.published_date, time.min))

    def item_updateddate(self, item: ArticlePage) -> datetime | None:
        return item.last_published_at
