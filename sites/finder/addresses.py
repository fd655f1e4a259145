"""Where search engines shall list the finder. It answers on every hostname, and is the same everywhere."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from sites.models import HomePage


def finder_site(site: Site) -> Site:
    """The network's for a clinic's own hostname, found in a query; the site itself where it is the network's, or
    where no network has a site."""
    if is_of_network(site):
        return site
    sites = Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
    return next((each for each in sites if is_of_network(each)), site)


def is_of_network(site: Site) -> bool:
    return site.root_page.specific_class is HomePage


def finder_urls(site: Site) -> dict[str, str]:
    """By language, absolute."""
    urls: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            urls[language] = urljoin(site.root_url, reverse("find_a_clinic"))
    return urls
