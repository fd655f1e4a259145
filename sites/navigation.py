"""Where a public page can lead: the network's main pages, the clinic's own page, the same page in another language."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Page, Site

from sites.compiled_queries import compiled
from sites.models import (
    ArticleIndexPage,
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    ConditionIndexPage,
    HomePage,
    StandardPage,
    TreatmentIndexPage,
)
from sites.page_addresses import full_url_at, url_at

MAIN_PAGES = (ClinicIndexPage, TreatmentIndexPage, ConditionIndexPage, ArticleIndexPage)
DEPTH_BELOW_HOME = 3


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False
    """Whether the page in hand is this one or below it."""
    is_this_page: bool = False


@dataclass(frozen=True)
class Translation:
    language_code: str
    language_name: str
    """In that language: "Español"."""
    url: str
    full_url: str


@dataclass(frozen=True)
class LinkedPage:
    """What a link to a page needs of it."""

    page_type: type[Page] | None
    """None for a type that no navigation names; then it is here as a translation."""
    language_code: str
    pk: int
    path: str
    depth: int
    slug: str
    url_path: str
    title: str
    translation_key: UUID
    alias_of_id: int | None


@dataclass(frozen=True)
class Navigation:
    network_name: str
    home_url: str = "/"
    main: list[Link] = field(default_factory=list)
    """Clinics, treatments, conditions and articles, as far as they are published."""
    clinics_url: str = ""
    finder_url: str = ""
    search_url: str = ""
    small_print: list[Link] = field(default_factory=list)
    """Standard pages directly below the home page: privacy, accessibility."""
    clinic_urls: dict[str, str] = field(default_factory=dict)
    """Clinic slug to the clinic's page, in this language where it has one: the clinic in hand, or every clinic."""
    clinic_url: str = ""
    """Of the clinic in hand, empty without one."""
    consult_url: str = ""
    """A consult form: on the clinic's page, or one that stands alone."""
    translations: list[Translation] = field(default_factory=list)


def navigation_for(
    page: Page | None,
    *,
    clinic: Clinic | None,
    request: HttpRequest | None,
    translations: Sequence[Translation] = (),
) -> Navigation:
    """The links around `page` (None for an answer that is no page), in one query beyond Wagtail's own site look-up.

    Args:
        translations: of an answer that is no page; a page's own are found.
    """
    language = get_language() or settings.LANGUAGE_CODE
    found = linked_pages(page, clinic=clinic, languages={language, settings.LANGUAGE_CODE})
    # Where this language lacks a page, the default language's is better than none.
    found.sort(key=lambda each: each.language_code != language)
    first: dict[type[Page] | None, LinkedPage] = {}
    for each in found:
        first.setdefault(each.page_type, each)

    def url_of(kind: type[Page]) -> str:
        return url_at(first[kind].url_path, request=request) if kind in first else ""

    clinic_urls: dict[str, str] = {}
    for each in found:
        if each.page_type is ClinicPage:
            clinic_urls.setdefault(each.slug, url_at(each.url_path, request=request))
    clinic_url = clinic_urls.get(clinic.slug, "") if clinic else ""
    return Navigation(
        network_name=network_name(first.get(HomePage), request),
        home_url=url_of(HomePage) or "/",
        main=[link_to(first[kind], page=page, request=request) for kind in MAIN_PAGES if kind in first],
        clinics_url=url_of(ClinicIndexPage),
        finder_url=reverse("find_a_clinic"),
        search_url=reverse("search_site"),
        small_print=[
            link_to(each, page=page, request=request)
            for each in found
            if each.page_type is StandardPage and each.depth == DEPTH_BELOW_HOME and each.language_code == language
        ],
        clinic_urls=clinic_urls,
        clinic_url=clinic_url,
        consult_url=consult_url(clinic_url, clinic),
        translations=list(translations) or translations_of(page, found, request=request),
    )


def translations_of(
    page: Page | None, found: Sequence[LinkedPage], *, request: HttpRequest | None
) -> list[Translation]:
    return [
        Translation(
            language_code=each.language_code,
            language_name=own_name(each.language_code),
            url=url_at(each.url_path, request=request),
            full_url=full_url_at(each.url_path, request=request),
        )
        for each in found
        if page and each.translation_key == page.translation_key and each.pk != page.pk and not each.alias_of_id
    ]


def translations_of_view(name: str, *, request: HttpRequest, query: str = "") -> list[Translation]:
    """A view of `i18n_patterns` in the other languages; `query` starts with "?"."""
    translations = []
    for language_code, _ in settings.LANGUAGES:
        if language_code != get_language():
            with override(language_code):
                url = reverse(name)
            translations.append(
                Translation(language_code, own_name(language_code), url + query, request.build_absolute_uri(url))
            )
    return translations


def own_name(language_code: str) -> str:
    """Of a language, in that language."""
    return str(get_language_info(language_code)["name_local"]).capitalize()


def linked_pages(page: Page | None, *, clinic: Clinic | None, languages: Set[str]) -> list[LinkedPage]:
    types = ContentType.objects.get_for_models(HomePage, StandardPage, *MAIN_PAGES, ClinicPage)
    page_types = {content_type.pk: page_type for page_type, content_type in types.items()}
    rows = linked_rows(
        languages=sorted(languages),
        main_types=[pk for pk, page_type in page_types.items() if page_type is not ClinicPage],
        clinic_type=types[ClinicPage].pk,
        clinic_slugs=[clinic.slug] if clinic else [],
        translation_keys=[page.translation_key] if page else [],
    )
    return [LinkedPage(page_types.get(type_id), *columns) for type_id, *columns in rows]


@compiled
def linked_rows(
    languages: Sequence[str],
    main_types: Sequence[int],
    clinic_type: int,
    clinic_slugs: Sequence[str],
    translation_keys: Sequence[UUID],
) -> QuerySet[Page, tuple[Any, ...]]:
    """The network's main pages, the clinic's (without one, every clinic's), and the translations of one page."""
    main = Q(depth__lte=DEPTH_BELOW_HOME, content_type__pk__in=main_types)
    # A clinic's page has the clinic's slug in every language.
    clinics = Q(content_type=clinic_type) & (Q(slug__in=clinic_slugs) if clinic_slugs else Q())
    wanted = Q(locale__language_code__in=languages) & (main | clinics) | Q(translation_key__in=translation_keys)
    columns = [field.name for field in fields(LinkedPage) if field.name not in {"page_type", "language_code"}]
    pages = Page.objects.live().filter(wanted).order_by("path")
    return pages.values_list("content_type_id", "locale__language_code", *columns)


def network_name(home: Page | LinkedPage | None, request: HttpRequest | None) -> str:
    site = Site.find_for_request(request) if request else None
    if site and site.site_name:
        return str(site.site_name)
    return str(home.title) if home else settings.WAGTAIL_SITE_NAME


def consult_url(clinic_url: str, clinic: Clinic | None) -> str:
    if clinic_url:
        return f"{clinic_url}#consult"
    # By name: the form belongs to an app that this one does not know.
    query = {"clinic": clinic.slug} if clinic else {}
    language = get_language() or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:  # its address has no language of its own
        query["language"] = language
    return reverse("request_consult", query=query or None)


def link_to(target: LinkedPage, *, page: Page | None, request: HttpRequest | None) -> Link:
    path = page.path if page else None
    return Link(
        target.title,
        url_at(target.url_path, request=request),
        is_current=bool(path and path.startswith(target.path)),
        is_this_page=path == target.path,
    )


def clinic_page_url(clinic: Clinic, *, request: HttpRequest | None = None) -> str:
    """The page of a clinic that `Navigation` does not hold, in this language or else the default one; empty without
    one. A query."""
    language = get_language() or settings.LANGUAGE_CODE
    pages = ClinicPage.objects.live().filter(clinic=clinic).select_related("locale").order_by("path")
    by_language = {page.locale.language_code: page for page in pages}
    page = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
    return (page.get_url(request) or "") if page else ""


def path_in_default_language(path: str) -> str:
    """The reverse: "/es/clinics/duluth/" is "/clinics/duluth/"."""
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE and path.startswith(f"/{language}/"):
            return path.removeprefix(f"/{language}")
    return path
