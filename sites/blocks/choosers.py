"""Choosers of rows whose key is a UUID: JSON knows none, so on the way there and back it is text."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wagtail.blocks import ChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class UUIDKeyMixin(ChooserBlock):
    """Put first among the bases of a chooser block."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        return super().bulk_to_python([UUID(str(value)) if value else None for value in values])

    def get_prep_value(self, value: Any) -> str | None:
        key = super().get_prep_value(value)
        return str(key) if key else None

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        state: dict[str, Any] | None = super().get_form_state(value)
        return state | {"id": str(state["id"])} if state else None


class ConsultFormChooserBlock(UUIDKeyMixin, SnippetChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__("sites.ConsultForm", **kwargs)


class ProviderChooserBlock(UUIDKeyMixin, SnippetChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__("sites.Provider", **kwargs)
