"""From an address to its page in three queries, where Wagtail's walk down the tree takes two for each step.

A shortcut for the plain case and nothing else: a published page at exactly this address. Whatever it is not sure of
(an unpublished page, a page type with a `route` of its own, a tree being moved, no page at all) it leaves to Wagtail.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views as wagtail_views
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from sites.models.pages.base import CarefrontPage

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
    site = Site.find_for_request(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    tree_path = find_tree_path(site, slugs)
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


def find_tree_path(site: Site, slugs: list[str]) -> TreePath | None:
    """The page reached by `slugs` from the site's root in the active language, with all above it. One query."""
    # Wagtail keeps these addresses in the cache, so they may be old: they say where to look, not what is there.
    roots = [root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk]
    below = ["/".join([*slugs[:length], ""]) for length in range(len(slugs) + 1)]
    url_paths = {each for root in roots for each in (*prefixes(root), *(root + end for end in below))}
    steplen = site.root_page.steplen
    rows = (
        Page.objects.filter(
            # The slug has an index, which the address lacks.
            Q(slug__in={url_path.rstrip("/").rpartition("/")[2] for url_path in url_paths}, url_path__in=url_paths)
            | Q(path=site.root_page.path[:steplen])
            | Q(translation_key=site.root_page.translation_key)
        )
        .annotate(has_view_restriction=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
        .select_related("locale", "clinicpage__clinic__practice")
        .only(*ROW, "locale", "clinicpage__clinic")
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


def as_its_type(row: Page) -> Page | None:
    """The page in full, with the relations that its template shows; None if it was deleted just now."""
    pages = row.specific_class.objects.filter(pk=row.pk)
    if relations := getattr(row.specific_class, "shown_relations", ()):
        pages = pages.select_related(*relations)
    return pages.first()


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
