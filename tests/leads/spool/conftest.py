from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from leads.spool import outages


class DatabaseAsked(AssertionError):
    """A page that must do without the database did not."""


@pytest.fixture
def away() -> Callable[[], object]:
    """The database, away and known to be: asking it all the same is an error."""

    def refuse(execute: object, sql: str, *_: object) -> None:
        raise DatabaseAsked(sql)

    @contextmanager
    def while_away() -> Iterator[None]:
        outages.database_failed()
        with connection.execute_wrapper(refuse):
            yield
        outages.database_answered()

    return while_away


@pytest.fixture
def going_away() -> Callable[[], object]:
    """The database as it goes away: the first to ask it finds out."""

    def refuse(execute: object, sql: str, *_: object) -> None:
        raise OperationalError("the server closed the connection")

    @contextmanager
    def while_away() -> Iterator[None]:
        with connection.execute_wrapper(refuse):
            yield
        outages.database_answered()

    return while_away
