"""The address of a page by its place in the tree, without the page.

Wagtail's own rules (`Page.get_url_parts`), worked out once for each place: a page of ours links to twenty others.
"""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

type Roots = tuple[SiteRootPath, ...]
type Parts = tuple[int, str | None, str | None]
"""Site, its root address, path below that; what `Page.get_url_parts` answers."""


def url_at(url_path: str, *, request: HttpRequest | None) -> str:
    """The address to link to from the site of `request`: with host only where that is another. Empty where the place
    is below no site."""
    roots, site_id = roots_of(request), site_of(request)
    parts = parts_of(url_path, roots=roots, site_id=site_id, language=get_language())
    if parts is None or parts[2] is None:
        return ""
    is_local = parts[0] == site_id or len({root.site_id for root in roots}) == 1
    return parts[2] if is_local else f"{parts[1]}{parts[2]}"


def full_url_at(url_path: str, *, request: HttpRequest | None) -> str:
    """With scheme and host."""
    parts = url_parts_at(url_path, request=request)
    return f"{parts[1]}{parts[2]}" if parts and parts[2] is not None else ""


def url_parts_at(url_path: str, *, request: HttpRequest | None) -> Parts | None:
    return parts_of(url_path, roots=roots_of(request), site_id=site_of(request), language=get_language())


@lru_cache(maxsize=10_000)
def parts_of(url_path: str, *, roots: Roots, site_id: int | None, language: str | None) -> Parts | None:
    """All that the answer depends on is in the arguments, so it may be kept."""
    possible = [root for root in roots if url_path.startswith(root.root_path)]
    if not possible:
        return None
    root = next((root for root in possible if root.site_id == site_id), possible[0])
    with override(language if is_variant(language, of=root.language_code) else root.language_code):
        try:
            path = reverse("wagtail_serve", args=[url_path[len(root.root_path) :]])
        except NoReverseMatch:
            return (root.site_id, None, None)
    return (root.site_id, root.root_url, path)


def is_variant(language: str | None, *, of: str) -> bool:
    try:
        return bool(get_supported_content_language_variant(language) == of)
    except LookupError:
        return False


def roots_of(request: HttpRequest | None) -> Roots:
    """Where the sites begin, once a request; Wagtail keeps them in the cache and on the request."""
    if request is None:
        return tuple(Site.get_site_root_paths())
    if not isinstance(getattr(request, "_wagtail_cached_site_root_paths", None), tuple):
        request._wagtail_cached_site_root_paths = tuple(Site.get_site_root_paths())  # type: ignore[attr-defined]  # noqa: SLF001
    roots: Roots = request._wagtail_cached_site_root_paths  # type: ignore[attr-defined]  # noqa: SLF001
    return roots


def site_of(request: HttpRequest | None) -> int | None:
    site = Site.find_for_request(request) if request is not None else None
    return site.pk if site else None
