"""What the finder says of itself in its head. A page of results says less: it is one of countless, all of them thin."""

from urllib.parse import urljoin

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from sites.finder.addresses import finder_site, finder_urls
from sites.finder.findings import Findings
from sites.navigation import Navigation
from sites.page_head import PageHead, alternates_among, current_language, open_graph_locale
from sites.share_images import ShareCard, finder_image_path


def finder_head(findings: Findings, *, nav: Navigation, request: HttpRequest) -> PageHead:
    """From what was found and the navigation; on a clinic's own hostname it asks which site is the network's."""
    site, language = Site.find_for_request(request), current_language()
    listed = finder_urls(finder_site(site)) if site else {}
    url = urljoin(site.root_url, nav.finder_url) if site else request.build_absolute_uri(nav.finder_url)
    canonical_url = "" if findings.criteria.query else listed.get(language, "")
    card = ShareCard.of_network(finder_title(), network_name=nav.network_name)
    return PageHead(
        title=title_of(findings),
        description=_(
            "Find the nearest of our clinics by ZIP code or city, with its phone number and whether it is open now."
        ),
        url=url,
        root_url=urljoin(url, "/"),
        canonical_url=canonical_url,
        alternates=alternates_among(listed) if canonical_url == url else [],
        kind="website",
        network_name=nav.network_name,
        locale=open_graph_locale(language),
        other_locales=[open_graph_locale(each.language_code) for each in nav.translations],
        image_url=urljoin(url, finder_image_path(language, card)),
        feed_url=urljoin(url, reverse("article_feed")),
    )


def finder_title() -> str:
    return _("Find a clinic")


def title_of(findings: Findings) -> str:
    return _("Clinics near %(place)s") % {"place": findings.place} if findings.place else finder_title()
