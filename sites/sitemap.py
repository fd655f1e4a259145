"""The pages of one site that search engines may list, each with the same page in other languages."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from sites.leading_on import lasting


class SiteSitemap(Sitemap):
    """Wagtail's, for the site that is asked, with its home page in every language and `hreflang` alternates.

    A page says by `get_sitemap_urls` whether it is listed and when it last changed.
    """

    def items(self) -> list[Page]:
        root = self.get_wagtail_site().root_page
        trees = [Q(path__startswith=each.path) for each in root.get_translations(inclusive=True)]
        pages = Page.objects.live().public().defer_streamfields().filter(reduce(or_, trees)).order_by("path")
        # Without pages that lead on to another clinic's.
        lasting_pages: PageQuerySet = lasting(pages, on=timezone.localdate())
        found = list(lasting_pages.specific())
        locales = Locale.objects.in_bulk()
        for page in found:  # each page's address asks for its language
            page.locale = locales[page.locale_id]
        return found

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        listed: list[tuple[Page, dict[str, Any]]] = [
            (item, url) for item in self.paginator.page(page).object_list for url in item.get_sitemap_urls(self.request)
        ]
        in_languages: dict[UUID, dict[str, str]] = defaultdict(dict)
        for item, url in listed:
            in_languages[item.translation_key][item.locale.language_code] = url["location"]
        changes = [url["lastmod"] for _item, url in listed]
        if changes and all(changes):
            self.latest_lastmod = max(changes)
        return [url | {"alternates": alternates(in_languages[item.translation_key])} for item, url in listed]


def alternates(urls: dict[str, str]) -> list[dict[str, str]]:
    """`urls` by language; the default language's is for everybody else. Empty for a page in one language."""
    if len(urls) < 2:
        return []
    everybody = {"x-default": urls[settings.LANGUAGE_CODE]} if settings.LANGUAGE_CODE in urls else {}
    return [{"lang_code": language, "location": url} for language, url in (urls | everybody).items()]
