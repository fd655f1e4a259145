"""What a page says of itself in its head: to search engines, and to whoever shares a link to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from sites.models import ArticlePage, Clinic
from sites.navigation import Navigation
from sites.share_images import ShareCard, share_image_path

# Longer descriptions are cut by search engines; where exactly changes, so we cut at a word.
LONGEST_DESCRIPTION = 200

OPEN_GRAPH_LOCALES = {"en": "en_US", "es": "es_US"}


@dataclass(frozen=True)
class Alternate:
    """The same page in a language; `x-default` is for readers of none of ours."""

    hreflang: str
    url: str


@dataclass(frozen=True)
class PageHead:
    """Everything ready for the template. Addresses are absolute."""

    title: str
    description: str
    url: str
    """Of the page itself, in this language."""
    root_url: str
    """Of its site, the same in every language: nodes of structured data are named after it."""
    canonical_url: str
    """What search engines shall list for this text; empty where they shall list nothing."""
    alternates: list[Alternate]
    kind: str
    """Open Graph's: article or website."""
    network_name: str
    locale: str
    other_locales: list[str]
    image_url: str
    feed_url: str
    published_at: datetime | None = None
    modified_at: datetime | None = None


def head_of(page: Page, *, context: Mapping[str, Any]) -> PageHead:
    """From what `get_context` and the navigation loaded; asks the database nothing more."""
    nav: Navigation = context["nav"]
    clinic: Clinic | None = context.get("clinic") or None
    url = page.get_full_url(context.get("request")) or ""
    canonical_url = page.canonical_url if page.is_indexed else ""
    card = ShareCard.of(page, clinic=clinic, network_name=nav.network_name)
    is_article = isinstance(page, ArticlePage)
    return PageHead(
        title=page.seo_title or page.title,
        description=description_of(page, context=context),
        url=url,
        root_url=urljoin(url, "/"),
        canonical_url=canonical_url,
        alternates=alternates_of(url, nav=nav) if canonical_url == url else [],
        kind="article" if is_article else "website",
        network_name=nav.network_name,
        locale=open_graph_locale(current_language()),
        other_locales=[open_graph_locale(each.language_code) for each in nav.translations],
        image_url=urljoin(url, share_image_path(page.pk, card)),
        feed_url=urljoin(url, reverse("article_feed")),
        published_at=page.first_published_at if is_article else None,
        modified_at=page.last_published_at if is_article else None,
    )


def description_of(page: Page, *, context: Mapping[str, Any]) -> str:
    """What an editor wrote, or the page's first words, or at least whose page it is."""
    clinic: Clinic | None = context.get("clinic") or None
    records = (getattr(page, name, None) for name in ("treatment", "condition"))
    own_words = (
        page.search_description,
        *(getattr(page, name, "") for name in ("deck", "intro")),
        *(record.summary for record in records if record),
    )
    text = next((each for each in own_words if each), "") or ", ".join(
        [page.title, *([clinic.name, clinic.place] if clinic else [context["nav"].network_name])]
    )
    return shortened(" ".join(text.split()), LONGEST_DESCRIPTION)


def alternates_of(url: str, *, nav: Navigation) -> list[Alternate]:
    """The page and its translations, and which of them is for everybody else; empty for a page in one language."""
    if not nav.translations:
        return []
    return alternates_among(
        {current_language(): url} | {each.language_code: each.full_url for each in nav.translations}
    )


def alternates_among(urls: Mapping[str, str]) -> list[Alternate]:
    """By language, then the one for readers of none of them: the default language's, or that of the first."""
    found = [Alternate(language, urls[language]) for language in sorted(urls)]
    everybody = urls.get(settings.LANGUAGE_CODE) or found[0].url
    return [*found, Alternate("x-default", everybody)]


def open_graph_locale(language_code: str) -> str:
    return OPEN_GRAPH_LOCALES.get(language_code, language_code)


def current_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def shortened(text: str, length: int) -> str:
    """At most `length` characters, cut between words, the cut marked."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
