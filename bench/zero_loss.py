"""Writers post consult requests while what stores them is killed, again and again. Is everything answered stored?

    python -m bench.zero_loss --seconds 60 --writers 3 --database postgresql
    python -m bench.zero_loss --seconds 62 --away 60 --pace 0.15 --database postgresql

SQLite: the web process, which is the database, is killed with -9, and the file locked for `--away` seconds, in turns.
PostgreSQL: every process of the server is killed, and stays away for `--away` seconds. Requests meet the spool then; a
worker brings them in, and is killed too.
`--broken` lets PostgreSQL answer before it writes: a run that then shows no loss would prove nothing without it.
What this cannot show is a power failure: the kernel lives, and keeps what was written to it.
"""

import argparse
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.cluster import BROKEN, Cluster, NoServerPrograms
from bench.stored import Stored
from tests.committing.databases import SQLiteDatabase
from tests.committing.installation import Installation, consult_request
from tests.committing.processes import wait_until

# One answered request in ten is sent once more, as by an impatient second click.
REPEATED = 0.1
# A request without an answer is sent again by its visitor this often, else given up: both must be safe.
SENT_AGAIN = 0.7
# Between two kills the storage lives for so long, in seconds, a worker for so long.
ALIVE_SECONDS = (1.0, 2.5)
WORKER_ALIVE_SECONDS = (4.0, 8.0)
AWAY_SECONDS = 0.6
# The site waits so long for a lock: less than the lock lasts.
SQLITE_TIMEOUT_SECONDS = "0.2"


class Storage(Protocol):
    """What is killed."""

    is_away: bool

    def kill_and_start(self) -> None: ...


@dataclass
class Posted:
    """What the writers were told. `received` holds the addresses of requests answered 303, `received_while_away` those
    that were sent and answered while the database was away."""

    requests: int = 0
    received: set[str] = field(default_factory=set)
    received_while_away: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, email: str, answer: str, *, while_away: bool) -> None:
        with self.lock:
            self.answers[answer] += 1
            if answer == "303":
                self.received.add(email)
                if while_away:
                    self.received_while_away.add(email)


def measure(
    *,
    database: str,
    seconds: float,
    writers: int,
    broken: bool = False,
    away: float = AWAY_SECONDS,
    pace: float = 0.0,
) -> dict[str, object]:
    """Run once and return the figures. `broken` is for PostgreSQL alone; `pace` is what a writer waits, in seconds.

    Raises:
        NoServerPrograms: PostgreSQL's server is not installed.
    """
    posted = Posted()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="carefront-bench-")))
        if database == "postgresql":
            cluster = Cluster(BROKEN if broken else {})
            stack.callback(cluster.close)
            cluster.start()
            installation = Installation(cluster.database, directory=directory)
            storage: Storage = KilledServer(cluster, away=away)
        else:
            database_file = SQLiteDatabase.copied(directory)
            timeout = {"SQLITE_TIMEOUT_SECONDS": SQLITE_TIMEOUT_SECONDS}
            installation = Installation(database_file, directory=directory, **timeout)
            storage = KilledWeb(installation, away=away)
        stack.callback(installation.close)
        if isinstance(storage, KilledServer):
            installation.start_web()
        else:
            storage.start()
        kills, worker_kills = post_under_kills(
            installation, storage, posted, seconds=seconds, writers=writers, pace=pace
        )
        wait_until(lambda: not list(installation.spool.glob("*.spool")), what="the spool is drained", seconds=600)
        stored = Stored.read(installation.database)
        held = installation.count("leads_heldrequest")
    told = posted.answers
    return {
        "database": database,
        "broken": broken,
        "seconds": seconds,
        "writers": writers,
        "away_seconds": away,
        "kills": kills,
        "worker_kills": worker_kills,
        "requests": posted.requests,
        "answered_303": told["303"],
        "answered_503": told["503"],
        "cut_off": told["cut off"],
        "answered_otherwise": {answer: n for answer, n in told.items() if answer not in {"303", "503", "cut off"}},
        "requests_received": len(posted.received),
        "received_while_away": len(posted.received_while_away),
        "requests_stored": len(stored.times_by_email),
        "stored_without_an_answer": len(stored.times_by_email.keys() - posted.received),
        "lost": len(posted.received - stored.times_by_email.keys()),
        "held": held,
        "duplicated": stored.duplicated,
        "incomplete": stored.incomplete,
    }


def post_under_kills(
    installation: Installation, storage: Storage, posted: Posted, *, seconds: float, writers: int, pace: float
) -> tuple[int, int]:
    """Returns the number of kills, of the storage and of workers. Ends with both alive, after one last kill."""
    stop = threading.Event()
    arguments = (installation, storage, posted, stop)
    threads = [
        threading.Thread(target=write, args=(*arguments, each), kwargs={"pace": pace}) for each in range(writers)
    ]
    workers = KilledWorkers(installation)
    threads.append(threading.Thread(target=workers.kill_and_start_until, args=(stop,)))
    for thread in threads:
        thread.start()
    ends_at = time.monotonic() + seconds
    kills = 0
    try:
        while time.monotonic() < ends_at:
            time.sleep(random.uniform(*ALIVE_SECONDS))
            storage.kill_and_start()
            kills += 1
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return kills, workers.kills


def write(
    installation: Installation, storage: Storage, posted: Posted, stop: threading.Event, writer: int, *, pace: float
) -> None:
    number = 0
    while not stop.wait(pace):
        number += 1
        email = f"visitor-{writer}-{number}@example.com"
        posted.requests += 1
        send(installation, storage, posted, stop, email, values=visitor(writer, number, email))


def send(
    installation: Installation,
    storage: Storage,
    posted: Posted,
    stop: threading.Event,
    email: str,
    *,
    values: dict[str, str],
) -> None:
    """Until it is answered, or its visitor gives up."""
    while not stop.is_set():
        was_away = storage.is_away
        try:
            answer = str(installation.post(**values).status)
        except (OSError, http.client.HTTPException):
            answer = "cut off"
        posted.note(email, answer, while_away=was_away and storage.is_away)
        wants_more = random.random() < (REPEATED if answer == "303" else SENT_AGAIN)
        if not wants_more:
            return
        stop.wait(0 if answer == "303" else 0.1)


def visitor(writer: int, number: int, email: str) -> dict[str, str]:
    """A request of somebody who sent none before, under a key of its own."""
    name = f"Jo Marlowe {writer}-{number}"
    return consult_request(full_name=name, email=email, submission_key=f"{writer}-{number}")


class KilledWeb:
    """SQLite lives in the web process; away is a file that somebody else has locked."""

    def __init__(self, installation: Installation, *, away: float) -> None:
        self.installation = installation
        self.away_seconds = away
        self.is_away = False
        self.locks_next = False

    def start(self) -> None:
        self.web = self.installation.start_web()

    def kill_and_start(self) -> None:
        self.locks_next = not self.locks_next
        if self.locks_next:
            with self.installation.database.away():
                self.is_away = True
                time.sleep(self.away_seconds)
                self.is_away = False
            return
        self.web.kill()
        self.start()


class KilledServer:
    """PostgreSQL; the web process lives through it."""

    def __init__(self, cluster: Cluster, *, away: float) -> None:
        self.cluster = cluster
        self.away_seconds = away
        self.is_away = False

    def kill_and_start(self) -> None:
        self.cluster.kill()
        self.is_away = True
        time.sleep(self.away_seconds)
        self.is_away = False
        self.cluster.start()


class KilledWorkers:
    """One worker, killed with -9 every few seconds wherever it is, and started again."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.kills = 0

    def kill_and_start_until(self, stop: threading.Event) -> None:
        worker = self.installation.start_worker()
        while not stop.wait(random.uniform(*WORKER_ALIVE_SECONDS)):
            worker.kill()
            self.kills += 1
            worker = self.installation.start_worker()


def is_proof(figures: dict[str, object]) -> bool:
    """Whether requests were received, and some while the database was away: a run without either shows nothing."""
    return bool(figures["requests_received"]) and bool(figures["received_while_away"])


def kept_the_promise(figures: dict[str, object]) -> bool:
    broken = [
        figures[name] for name in ("lost", "duplicated", "incomplete", "held", "answered_503", "answered_otherwise")
    ]
    return is_proof(figures) and not any(broken)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.zero_loss", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--away", type=float, default=AWAY_SECONDS, help="seconds that the database stays away")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds that a writer waits before each request")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--broken", action="store_true", help="PostgreSQL with synchronous_commit=off: shows loss")
    options = parser.parse_args(arguments)
    if options.broken and options.database != "postgresql":
        parser.error("--broken needs --database postgresql")
    try:
        figures = measure(**vars(options))
    except NoServerPrograms as missing:
        parser.error(str(missing))
    print(json.dumps(figures))
    return 0 if kept_the_promise(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
