"""Where the API stores what it is handed: in the database, or in the spool while that is away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from leads.api.problems import not_received
from leads.spool.segments import SpoolUnavailable
from leads.stores import InDatabase, Receipt, Store, answered
from protection.identifiers import uuid7

log = structlog.get_logger("carefront.intake")


def with_a_store(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run an operation with the database and, where that is away, once more without it, under the same receipt."""

    @wraps(run)
    def stored(request: HttpRequest, **values: Any) -> HttpResponse:
        receipt = Receipt(id=uuid7(), at=timezone.now())

        def attempt(store: Store) -> HttpResponse:
            request.store, request.receipt = store, receipt  # type: ignore[attr-defined]
            return run(request, **values)

        try:
            return answered(attempt)
        except SpoolUnavailable as error:
            log.exception("request of the API not stored", reason=str(error))
            return not_received().response()

    return stored


def store_of(request: HttpRequest) -> Store:
    store = getattr(request, "store", None)
    assert isinstance(store, Store)  # noqa: S101 - tells the type checker
    return store


def refuse_without_database(request: HttpRequest) -> None:
    """For operations that the spool cannot keep.

    Raises:
        SpoolUnavailable: the database is away.
    """
    if not isinstance(store_of(request), InDatabase):
        raise SpoolUnavailable("the spool keeps consult requests alone")


def receipt_of(request: HttpRequest) -> Receipt:
    receipt = getattr(request, "receipt", None)
    assert isinstance(receipt, Receipt)  # noqa: S101 - tells the type checker
    return receipt
