"""A PostgreSQL server of our own, to be killed: other databases of the machine are not touched."""

import os
import pwd
import shutil
import signal
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from tests.committing.databases import KEPT, PostgreSQLDatabase, one_at_a_time, seed_digest
from tests.committing.installation import free_port
from tests.committing.processes import project_environment, run_module, wait_until

# With commits that do not wait for the disk, the WAL of the last seconds is in the server's memory alone: `kill -9`
# loses it only where nobody has written it to the file yet. 10 s is the longest delay there is.
BROKEN = {
    "synchronous_commit": "off",
    "wal_writer_delay": "10s",
    "wal_writer_flush_after": "1GB",
    "wal_buffers": "64MB",
}


class NoServerPrograms(Exception):
    """`initdb` and `postgres` are not installed here."""


class Cluster:
    """Seeded, running after `start`, on a free port of the loopback address.

    Args:
        settings: of postgresql.conf, beside the server's own durable defaults.
    """

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.programs = server_programs()
        self.settings = settings
        self.directory = Path(tempfile.mkdtemp(prefix="carefront-cluster-"))
        self.port = free_port()
        self.database = PostgreSQLDatabase(f"postgres://postgres@127.0.0.1:{self.port}/postgres")
        self._server: subprocess.Popen[bytes] | None = None
        if server_user():
            shutil.chown(self.directory, server_user())
        self._fill()

    def start(self) -> None:
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        address = ["-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.directory)]
        command = [self.programs / "postgres", "-D", self.directory / "data", *address, *options]
        with (self.directory / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, **as_server_user())
        wait_until(self._is_up, what="PostgreSQL recovers")

    def kill(self) -> None:
        """`kill -9` of every process of the server, at once: nobody is left to write anything."""
        assert self._server
        # Stopped first: a postmaster that sees a child die would start to clean up.
        os.kill(self._server.pid, signal.SIGSTOP)
        children = children_of(self._server.pid)
        for pid in [self._server.pid, *children]:
            send_signal(pid, signal.SIGKILL)
        self._server.wait()
        wait_until(lambda: not any(map(is_alive, children)), what="every backend is dead")

    def close(self) -> None:
        if self._server and self._server.poll() is None:
            self.kill()
        shutil.rmtree(self.directory)

    def _fill(self) -> None:
        """From the data directory that an earlier run kept, or anew, which takes half a minute."""
        with one_at_a_time():
            kept = KEPT / f"cluster-{seed_digest()}.tar"
            if not kept.exists():
                for outdated in KEPT.glob("cluster-*.tar"):
                    outdated.unlink()
                self._make()
                with tarfile.open(kept, "w") as archive:
                    archive.add(self.directory / "data", "data")
                return
        with tarfile.open(kept) as archive:
            archive.extractall(self.directory, filter="fully_trusted")

    def _make(self) -> None:
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        command = [self.programs / "initdb", "-D", self.directory / "data", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **as_server_user())
        self.start()
        run_module("tests.committing.seed", environment=project_environment(self.database.url))
        assert self._server
        self._server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        self._server.wait()

    def _is_up(self) -> bool:
        assert self._server
        assert self._server.poll() is None, (self.directory / "log").read_text()
        try:
            psycopg.connect(self.database.url).close()
        except psycopg.OperationalError:
            return False
        return True


def server_programs() -> Path:
    """Where `initdb` and `postgres` are: on the path, or Debian's newest.

    Raises:
        NoServerPrograms
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if not versions:
        raise NoServerPrograms("Install PostgreSQL's server, or put its bin directory on the PATH.")
    return versions[-1].parent


def server_user() -> str:
    """PostgreSQL refuses to run as root; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise NoServerPrograms("Root cannot run PostgreSQL, and there is no user postgres.") from error


def as_server_user() -> dict[str, Any]:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    user = {"user": server_user(), "group": server_user(), "extra_groups": []} if server_user() else {}
    return {"env": environment, "cwd": "/", "start_new_session": True, **user}


def children_of(parent: int) -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if stat_of(pid)[1:2] == [str(parent)]]


def is_alive(pid: int) -> bool:
    return stat_of(pid)[:1] not in ([], ["Z"], ["X"])


def stat_of(pid: int) -> list[str]:
    """proc_pid_stat(5) from field 3 on: state, parent, …; empty for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def send_signal(pid: int, signum: int) -> None:
    try:
        os.kill(pid, signum)
    except ProcessLookupError:
        return
