"""Migrated databases by copy: migrating takes half a minute, copying the result takes none."""

import fcntl
import hashlib
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.committing.processes import PROJECT_ROOT, project_environment, run_module

KEPT = PROJECT_ROOT / "var/test"
TEMPLATE = "test_carefront_template_"


def new_database(url: str, *, directory: Path) -> "Database":
    """A database as `tests.committing.seed` leaves it, of the kind and on the server of `url`."""
    if url.startswith("postgres"):
        return PostgreSQLDatabase.copied(url)
    return SQLiteDatabase.copied(directory)


class SQLiteDatabase:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    @classmethod
    def copied(cls, directory: Path) -> "SQLiteDatabase":
        with one_at_a_time():
            template = cls.template("tests.committing.seed", begin_with=cls.template("tests.committing.migrate"))
        return cls(Path(shutil.copy(template, directory / "installation.sqlite3")))

    @classmethod
    def migrated(cls, target: Path) -> None:
        """Put a migrated database without rows of ours at `target`."""
        with one_at_a_time():
            shutil.copy(cls.template("tests.committing.migrate"), target)

    @classmethod
    def with_network(cls, target: Path) -> None:
        """Put a database as `tests.committing.network` leaves it at `target`."""
        for leftover in target.parent.glob(f"{target.name}-*"):
            leftover.unlink()  # a log of another database's last changes
        with one_at_a_time():
            migrated = cls.template("tests.committing.migrate")
            shutil.copy(cls.template("tests.committing.network", begin_with=migrated), target)

    @classmethod
    def template(cls, module: str, *, begin_with: Path | None = None) -> Path:
        """The database that `module` leaves, made once."""
        prefix = TEMPLATE + module.rpartition(".")[2]
        template = KEPT / f"{prefix}_{seed_digest()}.sqlite3"
        if not template.exists():
            for outdated in KEPT.glob(f"{prefix}*"):
                outdated.unlink()
            unfinished = template.with_suffix(".unfinished")
            if begin_with:
                shutil.copy(begin_with, unfinished)
            run_module(module, environment=project_environment(f"sqlite:///{unfinished}"))
            unfinished.rename(template)
        return template

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path, timeout=20)) as connection, connection:
            return connection.execute(sql).fetchall()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody else can write."""
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield

    @contextmanager
    def stuck_before_commit(self) -> Iterator[None]:
        """Whoever stores a request waits."""
        with self.away():
            yield

    @property
    def waits_for_lock(self) -> bool:
        return True  # SQLite does not tell who waits; that nothing is stored is seen afterwards

    def drop(self) -> None:
        self.path.unlink()


class PostgreSQLDatabase:
    def __init__(self, url: str) -> None:
        self.url = url
        self.name = urlsplit(url).path.removeprefix("/")

    @classmethod
    def copied(cls, server_url: str) -> "PostgreSQLDatabase":
        copy = cls(on_server(server_url, f"test_carefront_{uuid.uuid4().hex}"))
        with one_at_a_time():
            migrated = copy.template("tests.committing.migrate")
            seeded = copy.template("tests.committing.seed", begin_with=migrated)
            with copy._server() as server:
                server.execute(f'CREATE DATABASE "{copy.name}" TEMPLATE "{seeded}"')
        return copy

    @classmethod
    def with_network(cls, server_url: str) -> str:
        """The name of a database as `tests.committing.network` leaves it, to be used as a template."""
        server = cls(server_url)
        with one_at_a_time():
            migrated = server.template("tests.committing.migrate")
            return server.template("tests.committing.network", begin_with=migrated)

    def template(self, module: str, *, begin_with: str = "template0") -> str:
        """The name of the database that `module` leaves, made once."""
        prefix = TEMPLATE + module.rpartition(".")[2]
        name = f"{prefix}_{seed_digest()}"
        with self._server() as server:
            kept = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            names = {row[0] for row in kept.fetchall()}
            if name not in names:
                for outdated in names:
                    server.execute(f'DROP DATABASE "{outdated}" WITH (FORCE)')
                unfinished = f"{prefix}_unfinished"
                server.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{begin_with}"')
                run_module(module, environment=project_environment(on_server(self.url, unfinished)))
                server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        return name

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def away(self) -> Iterator[None]:
        """Every connection is cut and no new one is let in."""
        with self._server() as server:
            server.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS false')
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name])
            try:
                yield
            finally:
                server.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS true')

    @contextmanager
    def stuck_before_commit(self) -> Iterator[None]:
        """Whoever stores a request waits for its last rows, with the first ones written."""
        with psycopg.connect(self.url) as connection:
            connection.execute("LOCK TABLE integrations_outboxevent IN EXCLUSIVE MODE")
            yield

    @property
    def waits_for_lock(self) -> bool:
        with self._server() as server:
            waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
            return bool(server.execute(waiting, [self.name]).fetchall())

    def drop(self) -> None:
        with self._server() as server:
            server.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _server(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(on_server(self.url, "postgres"), autocommit=True)


Database = SQLiteDatabase | PostgreSQLDatabase


def on_server(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def seed_digest() -> str:
    """Changes with whatever the template is made from."""
    made_from = [*sorted(PROJECT_ROOT.glob("*/migrations/*.py")), PROJECT_ROOT / "requirements.lock"]
    made_from.append(PROJECT_ROOT / "sites/bootstrapping.py")
    made_from += [Path(__file__).with_name(name) for name in ("seed.py", "network.py", "moment.py")]
    content = b"".join(path.read_bytes() for path in made_from)
    return hashlib.sha256(content).hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Test processes that run side by side make one template, not two."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
