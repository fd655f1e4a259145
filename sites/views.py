"""Small public answers that are not pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from sites.brand_colors import swatches
from sites.current_clinic import clinic_of
from sites.finder.head import finder_title
from sites.llms_txt import llms_text
from sites.navigation import network_name
from sites.share_images import ShareCard, finder_image_path, share_image_path, stored_share_image

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /consult-requests/
Disallow: /newsletter/
Sitemap: {sitemap}
"""


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Names the sitemap of the site that is asked, at the site's own address."""
    site = Site.find_for_request(request)
    sitemap = f"{site.root_url}/sitemap.xml" if site else request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(ROBOTS.format(sitemap=sitemap), content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def llms_txt(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site here yet.")
    return HttpResponse(llms_text(site, at=timezone.now()), content_type="text/markdown; charset=utf-8")


@require_safe
def share_image(request: HttpRequest, page_pk: int, version: str) -> HttpResponse:
    """The picture for a shared link to a live, public page. Another version leads to today's: whatever is asked for,
    a page has one drawing at a time."""
    page = get_object_or_404(Page.objects.live().public().filter(depth__gt=1), pk=page_pk)
    site = Site.find_for_request(request)
    name = network_name(site.root_page if site else None, request)
    clinic = clinic_of(page)
    shown = clinic.patients_go_to if clinic and clinic.is_closed_for_good else clinic
    card = ShareCard.of(page, clinic=shown, network_name=name)
    return image_or_redirect(card, key=str(page_pk), path=share_image_path(page_pk, card), version=version)


@require_safe
def finder_image(request: HttpRequest, language_code: str, version: str) -> HttpResponse:
    """The finder's, as `share_image`: it is no page, so its language stands in the address."""
    if language_code not in dict(settings.LANGUAGES):
        raise Http404("No page is written in this language.")
    site = Site.find_for_request(request)
    with translation.override(language_code):
        name = network_name(site.root_page if site else None, request)
        card = ShareCard.of_network(finder_title(), network_name=name)
    key = f"finder-{site.pk if site else 0}-{language_code}"
    return image_or_redirect(card, key=key, path=finder_image_path(language_code, card), version=version)


def image_or_redirect(card: ShareCard, *, key: str, path: str, version: str) -> HttpResponse:
    if version != card.version:
        moved = HttpResponseRedirect(path)
        patch_cache_control(moved, public=True, max_age=300)
        return moved
    response = HttpResponse(stored_share_image(key, card), content_type="image/png")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_stylesheet(request: HttpRequest, hue: int, chroma: int) -> HttpResponse:
    """A brand's two numbers as CSS. The address holds both, so it can be kept for ever. `chroma` in percent."""
    css = f".brand-own{{--h:{hue % 360};--c:{min(chroma, 100) / 100:g}}}\n"
    return HttpResponse(css, content_type="text/css")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_swatches(request: HttpRequest, hue: int, chroma: int) -> HttpResponse:
    """What the brand's colours look like, for the form in which they are picked. A picture needs no inline style."""
    schemes = swatches(hue=hue % 360, strength=min(chroma, 100) / 100)
    svg = render_to_string("sites/brand_swatches.svg", {"schemes": schemes})
    return HttpResponse(svg, content_type="image/svg+xml")
