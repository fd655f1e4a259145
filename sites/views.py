"""Small public answers that are not pages."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sites.brand_colors import swatches

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /consult-requests/
Disallow: /newsletter/
Sitemap: {sitemap}
"""


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    body = ROBOTS.format(sitemap=request.build_absolute_uri("/sitemap.xml"))
    return HttpResponse(body, content_type="text/plain")


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
