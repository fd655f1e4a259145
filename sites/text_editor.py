"""Wagtail's editor of rich text, where somebody types what no editor sends, or hears of pages that are not theirs."""

from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.models import Page

from sites.keys import is_key_of
from sites.pages_in_reach import pages_to_link_to, reader


class TextEditor(DraftailRichTextArea):
    """Named in WAGTAILADMIN_RICH_TEXT_EDITORS."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            # What was typed is read by nothing before; it may be any JSON, or none.
            raise BadRequest("A text is not as its editor sends it.") from error


class PageLinks(PageLinkElementHandler):
    """Where a link leads, for the editor: of a page that its reader may not hear of nothing but the key."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        key = attrs.get("id")
        if not is_key_of(Page, key):
            return {"id": key, "url": None, "parentId": None}
        user = reader()
        if user and not pages_to_link_to(Page.objects.filter(pk=key), user).exists():
            return {"id": int(str(key)), "url": None, "parentId": None}
        told: dict[str, Any] = super().get_attribute_data(attrs)
        return told
