"""Alive, ready, degraded: three different things."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from config import health
from config.settings.base import caches_from_url
from integrations.models import Delivery, OutboxEvent, WorkerSeen


@pytest.fixture(autouse=True)
def _not_asked_before() -> Iterator[None]:
    """Each test is a process that has just started."""
    health._migrations_are_complete = False
    yield
    health._migrations_are_complete = False


@pytest.fixture(autouse=True)
def _with_a_worker(request: pytest.FixtureRequest) -> None:
    """Alive at whatever time it is."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        moment = request.getfixturevalue("now") if "clock" in request.fixturenames else timezone.now()
        WorkerSeen.objects.create(name="worker", started_at=moment, seen_at=moment, threads=8)


def test_a_worker_that_fell_silent_is_a_degradation(client: Client, clock: Any, db: None) -> None:
    clock.shift(timedelta(seconds=59))
    assert client.get("/readyz").json() == {"degraded": []}

    clock.shift(timedelta(seconds=2))

    assert client.get("/readyz").json() == {"degraded": ["worker"]}


def waiting_since(moment: datetime) -> Delivery:
    event = OutboxEvent.objects.create(
        type="lead.created",
        subject_type="lead",
        subject_id="019a0000-0000-7000-8000-000000000000",
        occurred_at=moment,
        bodies={},
    )
    return Delivery.objects.create(event=event, channel="email", template="probe", next_attempt_at=moment)


def test_alive_asks_neither_database_nor_cache(client: Client) -> None:
    # No database fixture: a query would fail the test.
    assert client.get("/healthz").status_code == 200


def test_a_process_that_can_store_a_request_is_ready(client: Client, db: None) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"degraded": []})


def away(*_: object) -> None:
    raise OperationalError("the server closed the connection")


def test_a_database_that_is_away_is_a_degradation_while_the_spool_takes_requests(client: Client, db: None) -> None:
    with connection.execute_wrapper(away):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"degraded": ["database"]})


def test_a_request_that_could_be_stored_nowhere_takes_the_process_out_of_service(
    client: Client, db: None, settings: Any, tmp_path: Path
) -> None:
    settings.SPOOL_DIR = no_directory(tmp_path)

    with connection.execute_wrapper(away):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"error": "neither the database nor the spool takes a request"}


def test_a_database_that_goes_away_later_is_noticed(client: Client, db: None) -> None:
    assert client.get("/readyz").json() == {"degraded": []}

    with connection.execute_wrapper(away):
        assert client.get("/readyz").json() == {"degraded": ["database"]}


def test_a_spool_that_takes_nothing_is_a_degradation_while_the_database_answers(
    client: Client, db: None, settings: Any, tmp_path: Path
) -> None:
    settings.SPOOL_DIR = no_directory(tmp_path)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"degraded": ["spool"]})


def test_requests_that_no_worker_brings_in_are_a_degradation(client: Client, db: None, settings: Any) -> None:
    settings.SPOOL_DIR.mkdir()
    (settings.SPOOL_DIR / f"{1:020d}.spool").write_bytes(b"from long ago\n")

    assert client.get("/readyz").json() == {"degraded": ["spool"]}


def no_directory(tmp_path: Path) -> Path:
    """Below a file nobody can make a directory, root included."""
    (tmp_path / "file").touch()
    return tmp_path / "file/spool"


def test_a_missing_migration_takes_the_process_out_of_service(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'leads'")

    assert client.get("/readyz").status_code == 503
    assert "migrate" in client.get("/readyz").json()["error"]


@pytest.mark.parametrize(("late", "degraded"), [(timedelta(minutes=4), []), (timedelta(minutes=6), ["deliveries"])])
def test_deliveries_that_nobody_sends_are_a_degradation_and_no_outage(
    client: Client, db: None, clock: Any, now: datetime, late: timedelta, degraded: list[str]
) -> None:
    waiting_since(now - late)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"degraded": degraded})


def test_a_cache_that_is_away_is_a_degradation_and_no_outage(client: Client, db: None, settings: Any) -> None:
    settings.CACHES = caches_from_url("redis://127.0.0.1:9/0")

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"degraded": ["cache"]})
