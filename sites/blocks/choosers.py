"""Choosers of rows that are kept once and shown by many pages."""

from typing import Any
from uuid import UUID

from wagtail.blocks import ChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from sites.blocks.rows_in_hand import ReadTogetherMixin


class RowChooserBlock(ReadTogetherMixin, SnippetChooserBlock):
    def deconstruct(self) -> tuple[str, Any, Any]:
        """What is stored is the same, so migrations know it by Wagtail's name."""
        path, args, kwargs = super().deconstruct()
        own_path = f"{RowChooserBlock.__module__}.{RowChooserBlock.__qualname__}"
        return ("wagtail.snippets.blocks.SnippetChooserBlock" if path == own_path else path), args, kwargs


class UUIDKeyMixin(ChooserBlock):
    """For rows whose key is a UUID: JSON knows none, so on the way there and back it is text. Put first among the
    bases, before `ReadTogetherMixin`."""

    def key_of(self, raw: Any) -> UUID:
        return UUID(str(raw))

    def get_prep_value(self, value: Any) -> str | None:
        key = super().get_prep_value(value)
        return str(key) if key else None

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        state: dict[str, Any] | None = super().get_form_state(value)
        return state | {"id": str(state["id"])} if state else None


class ConsultFormChooserBlock(UUIDKeyMixin, RowChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__("sites.ConsultForm", **kwargs)


class ProviderChooserBlock(UUIDKeyMixin, RowChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__("sites.Provider", **kwargs)
