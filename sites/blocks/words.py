"""Texts in blocks. A page may hold none where its block has a field for one: the field is younger than the page, or a
program stored the page. Wagtail makes `None` of that, which search would quote as a word; here it is an empty text."""

from typing import Any

from wagtail import blocks


class EmptyWhereMissing:
    def normalize(self, value: Any) -> Any:
        return super().normalize("" if value is None else value)  # type: ignore[misc]

    def to_python(self, value: Any) -> Any:
        return super().to_python("" if value is None else value)  # type: ignore[misc]

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """As Wagtail's own block: for migrations it is the same."""
        path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return path.replace(__name__, "wagtail.blocks"), args, kwargs


class CharBlock(EmptyWhereMissing, blocks.CharBlock):
    pass


class TextBlock(EmptyWhereMissing, blocks.TextBlock):
    pass
