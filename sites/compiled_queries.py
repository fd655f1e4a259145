"""Querysets that are made into SQL once, not in every request.

A public page asks ten questions of the database, always the same ten with other values. The database answers each in
a tenth of a millisecond; building and compiling the queryset takes Django one or two. `compiled` does that once for
each thread and fills in the values later. Nothing that was *read* is kept.
"""

import inspect
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler
from psycopg.adapt import Transformer

# Values that a database wants spelled in its own way.
FIELD_BY_TYPE: "dict[type, models.Field[Any, Any]]" = {
    UUID: models.UUIDField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
}

type Lengths = tuple[int | None, ...]
"""For each argument that is a sequence how long it is; the SQL has a placeholder for each of its items."""


def compiled[Row](build: Callable[..., "models.QuerySet[Any, Row]"]) -> "Compiled[Row]":
    """Turn a function that makes a queryset into one that answers its rows.

    `build` is called with stand-ins, once a thread, so what it reads besides its arguments (the clock, the language,
    ids of content types) would stay what it was then: hand it in. Arguments are never None. A sequence becomes a list
    of stand-ins, compiled anew for every other length: keep it short. Relations to a UUID take `clinic__pk__in`, as
    Django checks the items of `clinic__in` too early. No `startswith` and the like, which would need a pattern, and no
    `prefetch_related`, which stays undone: see `keep_prefetched`.

    >>> @compiled
    ... def roles_at(clinic_id, today):
    ...     return ProviderRole.objects.filter(clinic=clinic_id).present(on=today)
    >>> roles_at(clinic_id=clinic.pk, today=today)
    """
    return Compiled(build)


class Compiled[Row]:
    """What `compiled` makes: called with values, the rows of today."""

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        self.build = build
        self.names = tuple(inspect.signature(build).parameters)
        self.of_thread = QueriesOfThread()

    def __call__(self, **values: Any) -> list[Row]:
        return self.query_for(values).rows(values)

    def query_for(self, values: Mapping[str, Any]) -> "CompiledQuery[Row]":
        """This thread's, for sequences as long as those of `values`."""
        lengths = tuple(len(values[name]) if is_sequence(values[name]) else None for name in self.names)
        query = self.of_thread.by_lengths.get(lengths)
        if query is None or query.connection is not connections[query.connection.alias]:
            stand_ins = {name: stand_in(name, length) for name, length in zip(self.names, lengths, strict=True)}
            query = self.of_thread.by_lengths[lengths] = CompiledQuery(self.build(**stand_ins))
        return query

    def asked(self, **values: Any) -> "Question":
        """To be asked together with others."""
        return Question(self.query_for(values), values)


class Argument(Expression):
    """Stands in a queryset for a value that comes later, or for one item of a sequence that does."""

    def __init__(self, name: str, position: int | None = None) -> None:
        super().__init__()
        self.name = name
        self.position = position

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value_in(self, values: Mapping[str, Any], connection: Any) -> Any:
        value = values[self.name] if self.position is None else values[self.name][self.position]
        field = FIELD_BY_TYPE.get(type(value))
        return field.get_db_prep_value(value, connection) if field else value


class CompiledQuery[Row]:
    """A queryset with its SQL. Stands where Django's iterables look for a query, and lends them its one compiler.

    Of one thread and one connection, because that compiler is used again and again.
    """

    values_select = ()  # Django asks for it where a queryset is given its query

    def __init__(self, queryset: "models.QuerySet[Any, Row]") -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            self.sql, self.parameters = compiler.as_sql()
        except EmptyResultSet:  # an empty sequence: nothing is in it
            self.sql, self.parameters = "", ()
        else:
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            converters = compiler.get_converters(columns)
            compiler.get_converters = lambda _columns: converters
        self.connection: Any = compiler.connection
        self.compiler = compiler
        self.queryset = queryset
        self.queryset.query = self  # type: ignore[assignment]

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler

    def rows(self, values: Mapping[str, Any]) -> list[Row]:
        if not self.sql:
            return []
        bound = self.bound(values)
        self.compiler.as_sql = lambda: (self.sql, bound)
        iterable: Any = self.queryset._iterable_class  # noqa: SLF001
        return list(iterable(self.queryset))

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            each.value_in(values, self.connection) if isinstance(each, Argument) else each for each in self.parameters
        )

    def rows_from(self, fetched: list[tuple[Any, ...]]) -> list[Row]:
        """The rows that were fetched already."""
        if not fetched:
            return []
        self.compiler.execute_sql = lambda *_args, **_options: [fetched]
        try:
            iterable: Any = self.queryset._iterable_class  # noqa: SLF001
            return list(iterable(self.queryset))
        finally:
            del self.compiler.execute_sql


class Question(NamedTuple):
    query: CompiledQuery[Any]
    values: Mapping[str, Any]


def answers_to(*questions: Question) -> list[list[Any]]:
    """The rows of each compiled query. On PostgreSQL all go there and back at once, elsewhere one by one.

    They are answered one after the other: each sees what was committed when its turn came, so that one may wait for a
    lock and the next one sees what its holder did.
    """
    connection = questions[0].query.connection
    if connection.vendor != "postgresql" or not all(each.query.sql for each in questions):
        return [query.rows(values) for query, values in questions]
    with connection.cursor() as cursor:
        cursor.execute(filled_in(cursor, [(query.sql, query.bound(values)) for query, values in questions]))
        fetched = [cursor.fetchall()]
        while cursor.nextset():
            fetched.append(cursor.fetchall())
    return [query.rows_from(rows) for (query, _values), rows in zip(questions, fetched, strict=True)]


def filled_in(cursor: Any, statements: Iterable[tuple[str, Sequence[Any]]]) -> str:
    """For PostgreSQL: statements with their values, quoted by its driver, to be sent as one."""
    # One for all of them: it looks up once for each type, not for each value, how it is written.
    written = Transformer(cursor.connection).as_literal
    return ";".join(
        sql % tuple("NULL" if value is None else written(value).decode() for value in values)
        for sql, values in statements
    )


class QueriesOfThread(threading.local):
    def __init__(self) -> None:
        self.by_lengths: dict[Lengths, CompiledQuery[Any]] = {}


def stand_in(name: str, length: int | None) -> Argument | list[Argument]:
    return Argument(name) if length is None else [Argument(name, position) for position in range(length)]


def is_sequence(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def keep_prefetched(
    owner: models.Model, relation: str, rows: Sequence[models.Model], model: type[models.Model]
) -> None:
    """Put `rows`, in their order, where `prefetch_related` would have put those of a relation to many."""
    found = model._default_manager.all()
    # The same two that `prefetch_related` sets.
    found._result_cache = list(rows)  # noqa: SLF001
    found._prefetch_done = True  # type: ignore[attr-defined]  # noqa: SLF001
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = found
