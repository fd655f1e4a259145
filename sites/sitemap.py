"""The pages of one site that search engines may list, each with the same page in other languages."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from sites.finder.addresses import finder_site, finder_urls
from sites.last_changes import LastChanges
from sites.leading_on import lasting
from sites.models import Clinic


class SiteSitemap(Sitemap):
    """Wagtail's, for the site that is asked, with its home page in every language and `hreflang` alternates.

    A page says by `get_sitemap_urls` whether it is listed. It changed when its text was published, or when what it
    shows beside that did.
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
        changes = LastChanges()
        for item, url in listed:
            url["lastmod"] = max((each for each in (url["lastmod"], changes.of(item)) if each), default=None)
        days = [url["lastmod"] for _item, url in listed]
        if days and all(days):
            self.latest_lastmod = max(days)
        return [url | {"alternates": alternates(in_languages[item.translation_key])} for item, url in listed]


class FinderSitemap(Sitemap):
    """The finder, which is no page of the tree, in every language, where it is listed. It shows clinics' records."""

    def items(self) -> list[str]:
        return list(self.urls.values())

    @cached_property
    def urls(self) -> dict[str, str]:
        site = self.get_wagtail_site()
        return finder_urls(site) if finder_site(site) == site else {}

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        changed_at = Clinic.objects.aggregate(at=Max("updated_at"))["at"]
        if changed_at:
            self.latest_lastmod = changed_at
        return [
            {"location": url, "lastmod": changed_at, "alternates": alternates(self.urls)}
            for url in self.paginator.page(page).object_list
        ]


def alternates(urls: dict[str, str]) -> list[dict[str, str]]:
    """`urls` by language; the default language's is for everybody else. Empty for a page in one language."""
    if len(urls) < 2:
        return []
    everybody = {"x-default": urls[settings.LANGUAGE_CODE]} if settings.LANGUAGE_CODE in urls else {}
    return [{"lang_code": language, "location": url} for language, url in (urls | everybody).items()]
