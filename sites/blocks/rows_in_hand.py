"""The rows that the blocks of one page chose, of whatever model, in one query."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from inspect import Parameter, Signature
from typing import Any

from django.db.models import Model, QuerySet
from wagtail import blocks
from wagtail.blocks import ChooserBlock

from sites.compiled_queries import compiled
from sites.rows_as_json import JSONRows, as_json, from_json, together

type Rows = Mapping[tuple[type[Model], Any], Model | None]
"""By model and key; None for one that is gone."""
type Keys = Mapping[type[Model], set[Any]]

in_hand: ContextVar[Rows] = ContextVar("in_hand", default={})  # noqa: B039 - never changed, only replaced


class ReadTogetherMixin(ChooserBlock):
    """How a page's choosers read their rows: from what the page has in hand, else in one query of their own."""

    def key_of(self, raw: Any) -> Any:
        """The row's key as the database has it."""
        return raw

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        keys = [self.key_of(value) if value else None for value in values]
        rows = in_hand.get()
        found = {key: rows[self.model_class, key] for key in keys if (self.model_class, key) in rows}
        if missing := {key for key in keys if key} - found.keys():
            found |= {row.pk: row for row in rows_of(self.model_class)(keys=sorted(missing))}
        # As Wagtail does: each place has an object of its own.
        return [copy.copy(found.get(key)) for key in keys]


@contextmanager
def rows_in_hand(rows: Rows) -> Iterator[None]:
    """Choosers find these without a query while it lasts."""
    token = in_hand.set(rows)
    try:
        yield
    finally:
        in_hand.reset(token)


class BodyValue(blocks.StreamValue):
    """Wagtail's, which asks for the rows of each type of block by itself when the first of them is looked at."""

    def _prefetch_blocks(self, type_name: str) -> None:
        waiting = [raw for raw, bound in zip(self._raw_data, self._bound_blocks, strict=True) if bound is None]
        with rows_in_hand(read_together(chosen_keys(self.stream_block, waiting))):
            for name in dict.fromkeys(raw["type"] for raw in waiting):
                super()._prefetch_blocks(name)


def read_together(keys: Keys) -> Rows:
    """Nothing where a single model is asked for: its chooser reads as well."""
    models = sorted(keys, key=lambda model: model._meta.label)
    if len(models) < 2:
        return {}
    found: dict[type[Model], list[Any]] = {}
    wanted = {str(model._meta.model_name): filled_up(sorted(keys[model])) for model in models}
    by_label = {table._meta.label: table for model in models for table in (model, *details_of(model).values())}
    for label, columns in rows_of_all(tuple(models))(**wanted):
        found.setdefault(by_label[label], []).append(from_json(by_label[label], columns))
    for model in models:
        if details := {name: found.get(table, []) for name, table in details_of(model).items()}:
            for row in found.get(model, []):
                row.keep_details(details)
    asked = {(model, key): None for model in models for key in keys[model]}
    return asked | {(model, row.pk): row for model in models for row in found.get(model, [])}


def details_of(model: type[Model]) -> dict[str, type[Model]]:
    """The tables of what is shown with rows of `model`. Such a model has `details_for(keys)`, a queryset of each, and
    its rows `keep_details(details)`."""
    return {name: rows.model for name, rows in model.details_for([]).items()} if hasattr(model, "details_for") else {}


def filled_up(keys: list[Any]) -> list[Any]:
    """To 1, 2, 4, 8 … by naming the last again: SQL is compiled anew for each length."""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


@cache
def rows_of(model: type[Model]) -> Callable[..., list[Any]]:
    @compiled
    def rows(keys: Sequence[Any]) -> QuerySet[Any]:
        return model._default_manager.filter(pk__in=keys).order_by()

    return rows


@cache
def rows_of_all(models: tuple[type[Model], ...]) -> Any:
    def rows(**keys: Sequence[Any]) -> JSONRows:
        parts = []
        for model in models:
            wanted = keys[str(model._meta.model_name)]
            tables = [model._default_manager.filter(pk__in=wanted)]
            tables += model.details_for(wanted).values() if hasattr(model, "details_for") else []
            parts += [as_json(table.model._meta.label, table) for table in tables]
        return together(*parts)

    names = [Parameter(str(model._meta.model_name), Parameter.KEYWORD_ONLY) for model in models]
    rows.__signature__ = Signature(names)  # type: ignore[attr-defined]
    return compiled(rows)


def chosen_keys(block: blocks.StreamBlock, raw_values: Iterable[Any]) -> Keys:
    keys: dict[type[Model], set[Any]] = {}
    for chooser, raw in choices_in(block, list(raw_values)):
        if raw:
            keys.setdefault(chooser.model_class, set()).add(chooser.key_of(raw))
    return keys


def choices_in(block: "blocks.Block[Any]", raw: Any) -> Iterator[tuple[ReadTogetherMixin, Any]]:
    """Each chooser below `block` with what is stored for it."""
    if isinstance(block, ReadTogetherMixin):
        yield block, raw
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from choices_in(child, (raw or {}).get(name))
    elif isinstance(block, blocks.StreamBlock):
        for each in raw or ():
            if each["type"] in block.child_blocks:
                yield from choices_in(block.child_blocks[each["type"]], each["value"])
    elif isinstance(block, blocks.ListBlock):
        for each in raw or ():
            # As Wagtail has stored lists since 2.15, and before.
            is_item = isinstance(each, dict) and each.get("type") == "item"
            yield from choices_in(block.child_block, each["value"] if is_item else each)
