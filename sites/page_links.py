"""Links to pages in rich text: all that one piece of HTML links to in one query; see also `sites/texts.py`."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from sites.compiled_queries import compiled
from sites.page_addresses import url_at


class PageLinks(PageLinkHandler):
    """As Wagtail's, which reads each page in full, its locale and its translation: three queries a link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        ids = [int(attrs["id"]) if str(attrs.get("id")).isdecimal() else None for attrs in attrs_list]
        wanted = sorted({each for each in ids if each})
        places = dict(localized_places(ids=wanted, language=get_language() or "")) if wanted else {}
        return [
            format_html('<a href="{}">', url_at(places[each], request=None)) if each in places else "<a>"
            for each in ids
        ]


@compiled
def localized_places(ids: Sequence[int], language: str) -> "QuerySet[Page, tuple[int, str]]":
    """Each published page's key and the place of its translation into the language, or its own."""
    translations = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language
    )
    pages = Page.objects.live().filter(pk__in=ids)
    return pages.annotate(place=Coalesce(translations.values("url_path")[:1], F("url_path"))).values_list("pk", "place")
