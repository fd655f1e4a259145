"""Writers post consult requests while what stores them is killed, again and again. Is everything answered stored?

    python -m bench.zero_loss --seconds 60 --writers 3 --database postgresql

SQLite: the web process, which is the database, is killed with -9. PostgreSQL: every process of the server is.
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

# One answered request in ten is sent once more, as by an impatient second click.
REPEATED = 0.1
# A request without an answer is sent again by its visitor this often, else given up: both must be safe.
SENT_AGAIN = 0.7
# Between two kills the storage lives for so long, in seconds, and PostgreSQL stays away for so long.
ALIVE_SECONDS = (1.0, 2.5)
AWAY_SECONDS = 0.3


class Storage(Protocol):
    """What is killed."""

    def kill_and_start(self) -> None: ...


@dataclass
class Posted:
    """What the writers were told. `received` holds the addresses of requests answered 303."""

    requests: int = 0
    received: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, email: str, answer: str) -> None:
        with self.lock:
            self.answers[answer] += 1
            if answer == "303":
                self.received.add(email)


def measure(*, database: str, seconds: float, writers: int, broken: bool = False) -> dict[str, object]:
    """Run once and return the figures. `broken` is for PostgreSQL alone.

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
            storage: Storage = KilledServer(cluster)
        else:
            installation = Installation(SQLiteDatabase.copied(directory), directory=directory)
            storage = KilledWeb(installation)
        stack.callback(installation.close)
        if isinstance(storage, KilledServer):
            installation.start_web()
        else:
            storage.start()
        kills = post_under_kills(installation, storage, posted, seconds=seconds, writers=writers)
        stored = Stored.read(installation.database)
    told = posted.answers
    return {
        "database": database,
        "broken": broken,
        "seconds": seconds,
        "writers": writers,
        "kills": kills,
        "requests": posted.requests,
        "answered_303": told["303"],
        "answered_503": told["503"],
        "cut_off": told["cut off"],
        "answered_otherwise": {answer: n for answer, n in told.items() if answer not in {"303", "503", "cut off"}},
        "requests_received": len(posted.received),
        "requests_stored": len(stored.times_by_email),
        "stored_without_an_answer": len(stored.times_by_email.keys() - posted.received),
        "lost": len(posted.received - stored.times_by_email.keys()),
        "duplicated": stored.duplicated,
        "incomplete": stored.incomplete,
    }


def post_under_kills(
    installation: Installation, storage: Storage, posted: Posted, *, seconds: float, writers: int
) -> int:
    """Returns the number of kills. Ends with the storage alive, after one last kill."""
    stop = threading.Event()
    threads = [threading.Thread(target=write, args=(installation, posted, stop, each)) for each in range(writers)]
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
    return kills


def write(installation: Installation, posted: Posted, stop: threading.Event, writer: int) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        email = f"visitor-{writer}-{number}@example.com"
        posted.requests += 1
        send(installation, posted, stop, email, values=visitor(writer, number, email))


def send(
    installation: Installation, posted: Posted, stop: threading.Event, email: str, *, values: dict[str, str]
) -> None:
    """Until it is answered, or its visitor gives up."""
    while not stop.is_set():
        try:
            answer = str(installation.post(**values).status)
        except (OSError, http.client.HTTPException):
            answer = "cut off"
        posted.note(email, answer)
        wants_more = random.random() < (REPEATED if answer == "303" else SENT_AGAIN)
        if not wants_more:
            return
        stop.wait(0 if answer == "303" else 0.1)


def visitor(writer: int, number: int, email: str) -> dict[str, str]:
    """A request of somebody who sent none before, under a key of its own."""
    name = f"Jo Marlowe {writer}-{number}"
    return consult_request(full_name=name, email=email, submission_key=f"{writer}-{number}")


class KilledWeb:
    """SQLite lives in the web process."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def start(self) -> None:
        self.web = self.installation.start_web()

    def kill_and_start(self) -> None:
        self.web.kill()
        self.start()


class KilledServer:
    """PostgreSQL; the web process lives through it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def kill_and_start(self) -> None:
        self.cluster.kill()
        time.sleep(AWAY_SECONDS)
        self.cluster.start()


def is_proof(figures: dict[str, object]) -> bool:
    """Whether requests were received, and some met the kills: a run without either shows nothing."""
    return bool(figures["requests_received"]) and bool(figures["answered_503"] or figures["cut_off"])


def kept_the_promise(figures: dict[str, object]) -> bool:
    broken = [figures[name] for name in ("lost", "duplicated", "incomplete", "answered_otherwise")]
    return is_proof(figures) and not any(broken)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.zero_loss", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=3)
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
