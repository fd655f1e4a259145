"""What an address of a database or cache means."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from config.refusals import synchronous_level
from config.settings.base import caches_from_url, database_from_url


def test_sqlite_waits_its_turn_and_keeps_what_it_committed(tmp_path: Path, django_db_blocker: Any) -> None:
    database = database_from_url(f"sqlite:///{tmp_path}/new/folder/carefront.sqlite3")
    connection = ConnectionHandler({"default": database})["default"]

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        answers = {}
        for pragma in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]
    connection.close()

    assert answers == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20_000, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.parametrize(
    ("asked", "level"), [("", "FULL"), ("?synchronous=normal", "NORMAL"), ("?synchronous=extra", "EXTRA")]
)
def test_sqlite_is_told_how_careful_to_be(tmp_path: Path, asked: str, level: str) -> None:
    assert synchronous_level(database_from_url(f"sqlite:///{tmp_path}/carefront.sqlite3{asked}")) == level


def test_postgresql_keeps_connections_and_looks_whether_they_live() -> None:
    database = database_from_url("postgres://jo:p%23w@db.example.com:5433/carefront?sslmode=require")

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("jo", "p#w", 5433)
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)
    assert database["OPTIONS"]["sslmode"] == "require"


def test_a_server_that_does_not_answer_keeps_nobody_waiting_unless_its_address_says_so() -> None:
    url = "postgres://jo@db.example.com/carefront"

    assert database_from_url(url)["OPTIONS"]["connect_timeout"] == 3
    assert database_from_url(f"{url}?connect_timeout=20")["OPTIONS"]["connect_timeout"] == 20


@pytest.mark.parametrize(
    "url", ["s3cret", "bogus://s3cret@db/x", "postgres://jo:s3#cret@db/x", "postgres://jo:s3[cret@db/x"]
)
def test_what_is_no_database_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        database_from_url(url)

    assert "s3" not in str(refusal.value)
    assert refusal.value.__context__ is None


def test_without_an_address_the_cache_is_this_process() -> None:
    assert caches_from_url("")["default"]["BACKEND"].endswith("LocMemCache")


def test_a_cache_that_is_away_says_so_within_a_second(settings: Any) -> None:
    settings.CACHES = caches_from_url("redis://127.0.0.1:9/0")
    from django.core.cache import cache
    from redis.exceptions import ConnectionError as RedisAway

    options = settings.CACHES["default"]["OPTIONS"]
    assert options["socket_connect_timeout"] + options["socket_timeout"] <= 1
    with pytest.raises(RedisAway):
        cache.get("anything")
