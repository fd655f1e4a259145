"""What a search finds, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from sites.current_clinic import clinics_of
from sites.models import (
    ArticlePage,
    CarefrontPage,
    ClinicPage,
    ClinicTreatmentPage,
    ConditionPage,
    ProviderPage,
    TreatmentPage,
)
from sites.models.provider import held_credentials
from sites.search.scope import findable_pages
from sites.search.snippets import Fragment, snippet_of

RESULTS_A_PAGE = 10
KINDS: dict[type[Page], Promise] = {
    ArticlePage: _("Article"),
    ClinicPage: _("Clinic"),
    ClinicTreatmentPage: _("Treatment"),
    ConditionPage: _("Condition"),
    ProviderPage: _("Provider"),
    TreatmentPage: _("Treatment"),
}


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    kind: Promise | str
    """What the page is about; empty for pages that are nothing in particular."""
    clinic_name: str
    """Of the clinic that the page belongs to, empty for the network's pages."""
    snippet: list[Fragment]


def find_pages(
    words: Sequence[str], *, site: Site, language: str, number: str, request: HttpRequest
) -> PageOfResults[Result]:
    """The `number`th page of results that have every word, the best first; the nearest there is for a wrong number."""
    pages = findable_pages(site, language=language).specific()
    matching = pages.search(" ".join(words), operator="and")
    numbered: PageOfResults[Page] = Paginator(matching, RESULTS_A_PAGE).get_page(number)
    found = list(numbered.object_list)
    prefetch_related_objects([page for page in found if isinstance(page, ClinicPage)], "clinic")
    provider_pages = [page for page in found if isinstance(page, ProviderPage)]
    prefetch_related_objects(provider_pages, "provider", held_credentials("provider__"))
    clinics = clinics_of(found)
    results = [
        Result(
            title=page.title,
            url=page.get_url(request) or "",
            kind=KINDS.get(type(page), ""),
            clinic_name=clinics[page.pk].name if page.pk in clinics and not isinstance(page, ClinicPage) else "",
            snippet=snippet_of(text_of(page), words),
        )
        for page in found
    ]
    return PageOfResults(results, numbered.number, numbered.paginator)


def text_of(page: Page) -> str:
    """What the page says; where it says nothing, what its editors say of it."""
    text = page.readable_text() if isinstance(page, CarefrontPage) else ""
    return text or str(page.search_description)
