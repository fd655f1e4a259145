"""Rich texts that one page shows: turned into HTML together, so that their links are looked up in one query."""

from collections.abc import Iterable
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

SEPARATOR = "\x1e"  # the record separator: no editor types it


class Texts:
    """What is shown together, such as all prose of one body."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = list(sources)

    @cached_property
    def as_html(self) -> list[SafeString]:
        """In the language of whoever asks first; a body lives no longer than its request."""
        if not self.sources:
            return []
        together = expand_db_html(SEPARATOR.join(self.sources))
        return [mark_safe(each) for each in together.split(SEPARATOR)]  # noqa: S308 - made safe by Wagtail's rewriters


class TextAmongOthers(RichText):
    """One of `Texts`: the first to be rendered looks up the links of all."""

    def __init__(self, texts: Texts, position: int) -> None:
        super().__init__(texts.sources[position])
        self.texts = texts
        self.position = position

    def __html__(self) -> SafeString:
        return self.texts.as_html[self.position]
