"""What search engines are told to read."""

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from sites.leading_on import lasting


class PageSitemap(Sitemap):
    """Wagtail's, without pages that lead on."""

    def items(self) -> QuerySet[Page]:
        return lasting(super().items(), on=timezone.localdate())
