"""Where a public page can lead: the network's main pages, the clinic's own page, the same page in another language."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Page, Site

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

MAIN_PAGES = (ClinicIndexPage, TreatmentIndexPage, ConditionIndexPage, ArticleIndexPage)
DEPTH_BELOW_HOME = 3


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Translation:
    language_code: str
    language_name: str
    """In that language: "Español"."""
    url: str
    full_url: str


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
    found.sort(key=lambda each: each.locale.language_code != language)
    first: dict[type[Page] | None, Page] = {}
    for each in found:
        first.setdefault(each.specific_class, each)

    def url_of(kind: type[Page]) -> str:
        return (first[kind].get_url(request) or "") if kind in first else ""

    clinic_urls: dict[str, str] = {}
    for each in found:
        if each.specific_class is ClinicPage:
            clinic_urls.setdefault(each.slug, each.get_url(request) or "")
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
            if each.specific_class is StandardPage
            and each.depth == DEPTH_BELOW_HOME
            and each.locale.language_code == language
        ],
        clinic_urls=clinic_urls,
        clinic_url=clinic_url,
        consult_url=consult_url(clinic_url, clinic),
        translations=list(translations) or translations_of(page, found, request=request),
    )


def translations_of(page: Page | None, found: list[Page], *, request: HttpRequest | None) -> list[Translation]:
    return [
        Translation(
            language_code=each.locale.language_code,
            language_name=own_name(each.locale.language_code),
            url=each.get_url(request) or "",
            full_url=each.get_full_url(request) or "",
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


def linked_pages(page: Page | None, *, clinic: Clinic | None, languages: Set[str]) -> list[Page]:
    main = Q(depth__lte=DEPTH_BELOW_HOME) & Page.objects.type_q(HomePage, StandardPage, *MAIN_PAGES)
    # A clinic's page has the clinic's slug in every language.
    clinics = Page.objects.type_q(ClinicPage) & (Q(slug=clinic.slug) if clinic else Q())
    wanted = Q(locale__language_code__in=languages) & (main | clinics)
    if page:
        wanted |= Q(translation_key=page.translation_key)
    return list(Page.objects.live().filter(wanted).select_related("locale").order_by("path"))


def network_name(home: Page | None, request: HttpRequest | None) -> str:
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


def link_to(target: Page, *, page: Page | None, request: HttpRequest | None) -> Link:
    is_current = bool(page and page.path and page.path.startswith(target.path))
    return Link(target.title, target.get_url(request) or "", is_current)


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
