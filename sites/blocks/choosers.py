"""Choosers of rows that are kept once and shown by many pages."""

import copy
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from wagtail.blocks import ChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from sites.compiled_queries import compiled


class RowChooserBlock(SnippetChooserBlock):
    """Wagtail's own, told apart by how it reads its rows: a page has ten of these, each with a query."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        found = {row.pk: row for row in rows_of(self.model_class)(keys=sorted({each for each in values if each}))}
        # As Wagtail does: each place has an object of its own.
        return [copy.copy(found[value]) if value in found else None for value in values]

    def deconstruct(self) -> tuple[str, Any, Any]:
        """What is stored is the same, so migrations know it by Wagtail's name."""
        path, args, kwargs = super().deconstruct()
        own_path = f"{RowChooserBlock.__module__}.{RowChooserBlock.__qualname__}"
        return ("wagtail.snippets.blocks.SnippetChooserBlock" if path == own_path else path), args, kwargs


@cache
def rows_of(model: type[Model]) -> Callable[..., list[Any]]:
    @compiled
    def rows(keys: Sequence[Any]) -> QuerySet[Any]:
        return model._default_manager.filter(pk__in=keys).order_by()

    return rows


class UUIDKeyMixin(ChooserBlock):
    """For rows whose key is a UUID: JSON knows none, so on the way there and back it is text. Put first among the
    bases of a chooser block."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        return super().bulk_to_python([UUID(str(value)) if value else None for value in values])

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
