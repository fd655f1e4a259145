"""From an address to its page in three queries, where Wagtail's walk down the tree takes two for each step.

A shortcut for the plain case and nothing else: a published page at exactly this address. Whatever it is not sure of
(an unpublished page, a page type with a `route` of its own, a tree being moved, no page at all) it leaves to Wagtail.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.translation import get_language
from wagtail import views as wagtail_views
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from sites.compiled_queries import compiled
from sites.models.pages.base import CarefrontPage
from sites.page_addresses import roots_of

# What a link to a page and the way to it need; a page has three times as many columns.
ROW = ("path", "depth", "slug", "url_path", "title", "live", "alias_of", "translation_key", "content_type")


@dataclass(frozen=True)
class TreePath:
    """A page's row and those of all pages above it, from the root of the tree down. Each has its locale and, where it
    is a clinic's page, that page's `clinicpage` with its clinic."""

    pages: tuple[Page, ...]

    @property
    def may_be_restricted(self) -> bool:
        """Whether Wagtail has to be asked who may see the page. An alias is restricted as its original is."""
        return any(page.has_view_restriction or page.alias_of_id for page in self.pages)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view with its hooks, view restrictions and fallbacks, told the page beforehand where we know it."""
    route = quick_route(request, path)
    if route is not None:
        # Where Page.route_for_request keeps its own answer for the rest of the request.
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]  # noqa: SLF001
    return wagtail_views.serve(request, path)


def quick_route(request: HttpRequest, path: str) -> RouteResult | None:
    """What Wagtail would find for `path`, or None where Wagtail must look itself."""
    site = find_site(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    tree_path = find_tree_path(site, slugs, request=request)
    if tree_path is None:
        return None
    row = tree_path.pages[-1]
    if not row.live or any(not routes_by_slug(each) for each in tree_path.pages):
        return None
    page = as_its_type(row)
    if page is None:
        return None
    page.locale = row.locale
    if hasattr(row, "clinicpage"):
        page.clinic = row.clinicpage.clinic
    if isinstance(page, CarefrontPage):
        page.tree_path = tree_path
    return RouteResult(page)


def find_site(request: HttpRequest) -> Site | None:
    """As `Site.find_for_request`, which then finds it on the request."""
    if not hasattr(request, "_wagtail_site"):
        hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]  # noqa: SLF001
        candidates = sites_for(hostname=hostname)
        request._wagtail_site = best_match(candidates, hostname=hostname, port=int(request.get_port()))  # type: ignore[attr-defined]  # noqa: SLF001
    site: Site | None = request._wagtail_site  # type: ignore[attr-defined]  # noqa: SLF001
    return site


def best_match(candidates: Sequence[Site], *, hostname: str, port: int) -> Site | None:
    """Wagtail's order: this name and port, this name and default, the only one of this name, the default."""
    named = [site for site in candidates if site.hostname == hostname]
    default = next((site for site in candidates if site.is_default_site), None)
    exact = next((site for site in named if site.port == port), None)
    if exact or default in named:
        return exact or default
    return named[0] if len(named) == 1 else default


@compiled
def sites_for(hostname: str) -> QuerySet[Site]:
    sites = Site.objects.filter(Q(hostname=hostname) | Q(is_default_site=True))
    return sites.select_related("root_page").order_by("pk")


def find_tree_path(site: Site, slugs: list[str], *, request: HttpRequest) -> TreePath | None:
    """The page reached by `slugs` from the site's root in the active language, with all above it. One query."""
    # Wagtail keeps these addresses in the cache, so they may be old: they say where to look, not what is there.
    roots = [root.root_path for root in roots_of(request) if root.site_id == site.pk]
    below = ["/".join([*slugs[:length], ""]) for length in range(len(slugs) + 1)]
    url_paths = {each for root in roots for each in (*prefixes(root), *(root + end for end in below))}
    steplen = site.root_page.steplen
    rows = pages_at(
        url_paths=sorted(url_paths),
        # The slug has an index, which the address lacks.
        slugs=[url_path.rstrip("/").rpartition("/")[2] for url_path in sorted(url_paths)],
        top=site.root_page.path[:steplen],
        translation_key=site.root_page.translation_key,
    )
    by_path = {row.path: row for row in rows}
    root = root_in_active_language(site, by_path)
    if root is None:
        return None
    url_path = root.url_path + "".join(f"{slug}/" for slug in slugs)
    found = [row for row in by_path.values() if row.url_path == url_path]
    if len(found) != 1:
        return None
    end = found[0].path
    chain = [by_path.get(end[:length]) for length in range(steplen, len(end) + 1, steplen)]
    # The tree decides; the addresses stored beside it were only the way to find the rows.
    is_walk = end.startswith(root.path) and [row and row.slug for row in chain[root.depth :]] == slugs
    return TreePath(tuple(row for row in chain if row)) if is_walk and all(chain) else None


@compiled
def pages_at(url_paths: Sequence[str], slugs: Sequence[str], top: str, translation_key: UUID) -> QuerySet[Page]:
    return (
        Page.objects.filter(
            Q(slug__in=slugs, url_path__in=url_paths) | Q(path=top) | Q(translation_key=translation_key)
        )
        .annotate(has_view_restriction=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
        .select_related("locale", "clinicpage__clinic__practice")
        .only(*ROW, "locale", "clinicpage__clinic")
    )


def as_its_type(row: Page) -> Page | None:
    """The page in full, with the relations that its template shows; None if it was deleted just now."""
    return next(iter(pages_of_type(row.specific_class)(pk=row.pk)), None)


@cache
def pages_of_type(page_type: type[Page]) -> Callable[..., list[Page]]:
    relations = getattr(page_type, "shown_relations", ())

    @compiled
    def pages(pk: int) -> QuerySet[Page]:
        found: QuerySet[Page] = page_type.objects.filter(pk=pk)
        return found.select_related(*relations) if relations else found

    return pages


def root_in_active_language(site: Site, by_path: dict[str, Page]) -> Page | None:
    """As `Page.localized` chooses: the translation of the site's root, if it is published, else the root itself."""
    root = by_path.get(site.root_page.path)
    if root is None:
        return None
    try:
        language = get_supported_content_language_variant(get_language())
    except LookupError:
        return root
    for row in by_path.values():
        if row.translation_key == root.translation_key and row.locale.language_code == language and row.live:
            return row
    return root


def routes_by_slug(page: Page) -> bool:
    model = page.specific_class
    return model is not None and model.route is Page.route


def prefixes(url_path: str) -> list[str]:
    """ "/home/clinics/" gives "/home/" and "/home/clinics/"."""
    parts = url_path.strip("/").split("/")
    return [f"/{'/'.join(parts[: length + 1])}/" for length in range(len(parts))]
