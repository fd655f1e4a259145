"""Rows that are written by SQL that is made once, and those of one moment together.

Django makes an INSERT anew for every row it saves and sends each by itself. A consult request is rows of seven tables.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from sites.compiled_queries import filled_in

PLAIN_TEXT = frozenset({models.CharField, models.TextField})


def insert(rows: Iterable[models.Model]) -> None:
    """Write new rows of any models, in their order. One statement on PostgreSQL, elsewhere one for each table in turn.

    Like `bulk_create`: no signals and no `save`. For models without a column that the database fills in. Call inside a
    transaction: without one, SQLite may keep the first rows and refuse the later ones.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    statements = [statement(model, list(group), connection) for model, group in groupby(rows, key=type)]
    if not statements:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(filled_in(cursor, statements))
        else:
            for sql, values in statements:
                cursor.execute(sql, values)


def statement(
    model: type[models.Model], rows: Sequence[models.Model], connection: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    fields = written_fields(model)
    values = [stored_value(field, field.pre_save(row, True), connection) for row in rows for field in fields]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return insert_sql(model, len(rows)), values


def stored_value(field: "models.Field[Any, Any]", value: Any, connection: BaseDatabaseWrapper) -> Any:
    # Most values are stored as they are, and Django takes four calls to say so.
    if value is None or (type(value) is str and type(field) in PLAIN_TEXT):
        return value
    if type(value) is UUID and connection.features.has_native_uuid_field:
        return value
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=256)
def written_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """All but those that the database computes from the others."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


@lru_cache(maxsize=256)
def insert_sql(model: type[models.Model], row_count: int) -> str:
    fields = written_fields(model)
    if any(field.has_db_default() or hasattr(field, "get_placeholder_sql") for field in fields):
        raise TypeError(f"{model.__name__} has a column that Django must write")
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([one] * row_count)}"  # noqa: S608
