"""How fast consult requests are taken: beside Wagtail's own form page and a bare INSERT, and at a steady rate.

    python -m bench.submit --seconds 20

On a PostgreSQL server of its own, each application in one gunicorn process with eight threads, asked by eight senders.
They are asked in turn, so that a busy machine slows all of them. Then, for the project alone, requests and page views
come at a fixed rate whatever the answers take (an open model), and the slowest one in a hundred counts.
"""

import argparse
import http.client
import json
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench.cluster import Cluster, NoServerPrograms
from tests.committing.databases import on_server
from tests.committing.installation import THREADS, Installation, ask, free_port, web_options
from tests.committing.processes import Process, project_environment, run_module, wait_until

SENDERS = 8
ROUNDS = 5
PER_SECOND = 20
PAGE = "/consult-requests/?clinic=duluth"
LIMITS = {"times_wagtail_form": 10.0, "p99_ms": 500.0}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_numbers = count()


@dataclass
class Application:
    """Something on a port that takes a consult request, and how to send it one."""

    port: int
    path: str
    accepted: frozenset[int]
    headers: dict[str, str]
    extra: dict[str, str]

    def send(self, connection: http.client.HTTPConnection) -> None:
        number = next(_numbers)
        values = {
            "clinic": "duluth",
            "full_name": f"Sender {number}",
            "email": f"sender-{number}@example.com",
            "phone": f"(218) 555-{number % 10_000:04}",
            "message": "My back, for two years.",
        }
        connection.request("POST", self.path, urlencode(values | self.extra), FORM | self.headers)
        response = connection.getresponse()
        body = response.read()
        if response.status not in self.accepted:
            raise RuntimeError(f"{self.path} answered {response.status}: {body[:300]!r}")


def measure(*, seconds: float) -> dict[str, object]:
    """Requests a second of each application, their ratios, and the project's latencies in ms at a steady rate.

    Raises:
        NoServerPrograms: PostgreSQL's server is not installed.
    """
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="carefront-bench-")))
        cluster = Cluster({})
        stack.callback(cluster.close)
        cluster.start()
        installation = Installation(cluster.database, directory=directory, LOG_LEVEL="WARNING")
        stack.callback(installation.close)
        installation.start_web()
        applications = {
            "project": Application(installation.port, "/consult-requests/", frozenset({303}), {}, {}),
            "wagtail_form": stack.enter_context(wagtail_form(cluster, directory)),
            "bare_insert": stack.enter_context(bare_insert(cluster, directory)),
        }
        taken: dict[str, list[float]] = {name: [] for name in applications}
        for _ in range(ROUNDS):
            for name, application in applications.items():
                taken[name].append(rate(application, seconds=seconds / ROUNDS))
        steady = latencies(applications["project"], seconds=seconds)
        stored = installation.count("leads_consultrequest")
    rates = {name: statistics.median(values) for name, values in taken.items()}
    return {
        "per_second": {name: round(value, 1) for name, value in rates.items()},
        "times_wagtail_form": round(rates["project"] / rates["wagtail_form"], 2),
        "of_bare_insert": round(rates["project"] / rates["bare_insert"], 3),
        "steady": steady,
        "stored": stored,
        "limits": LIMITS,
    }


def rate(application: Application, *, seconds: float) -> float:
    """Requests a second that eight senders get through."""
    done = [0] * SENDERS
    until = time.monotonic() + seconds

    def work(sender: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", application.port, timeout=60)
        while time.monotonic() < until:
            application.send(connection)
            done[sender] += 1
        connection.close()

    start = time.monotonic()
    together(work)
    return sum(done) / (time.monotonic() - start)


def latencies(application: Application, *, seconds: float) -> dict[str, float]:
    """Milliseconds from when a request was due to its answer, with as many page views beside it."""
    submits: list[float] = []
    views: list[float] = []
    start = time.monotonic() + 0.5
    turns = count()
    lock = threading.Lock()

    def work(_sender: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", application.port, timeout=60)
        while True:
            with lock:
                turn = next(turns)
            due = start + turn / (2 * PER_SECOND)
            if due > start + seconds:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            if turn % 2:
                application.send(connection)
            else:
                connection.request("GET", PAGE)
                connection.getresponse().read()
            (submits if turn % 2 else views).append((time.monotonic() - due) * 1000)

    together(work, senders=4 * THREADS)
    return {
        "p50_ms": round(statistics.median(submits), 1),
        "p99_ms": round(statistics.quantiles(submits, n=100)[98], 1),
        "pages_p99_ms": round(statistics.quantiles(views, n=100)[98], 1),
        "submits": len(submits),
    }


def together(work: Callable[[int], None], *, senders: int = SENDERS) -> None:
    failures: list[BaseException] = []

    def guarded(sender: int) -> None:
        try:
            work(sender)
        except BaseException as failure:  # noqa: BLE001 - told by the main thread
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=[sender]) for sender in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@contextmanager
def wagtail_form(cluster: Cluster, directory: Path) -> Iterator[Application]:
    """Wagtail's form page, with the CSRF cookie and token that it asks every sender for."""
    environment = peer_environment(cluster, "wagtail_form", DJANGO_SETTINGS_MODULE="bench.peers.wagtail_form.settings")
    run_module("bench.peers.wagtail_form.seed", environment=environment)
    with served("bench.peers.wagtail_form.wsgi:application", environment, directory / "wagtail_form.log") as port:
        page = ask(port, "GET", "/ask/")
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token
        extra = {"csrfmiddlewaretoken": token[1]}
        yield Application(port, "/ask/", frozenset({200}), {"Cookie": cookie}, extra)


@contextmanager
def bare_insert(cluster: Cluster, directory: Path) -> Iterator[Application]:
    environment = peer_environment(cluster, "bare_insert")
    with served("bench.peers.bare_insert:application", environment, directory / "bare_insert.log") as port:
        yield Application(port, "/", frozenset({303}), {}, {})


def peer_environment(cluster: Cluster, name: str, **more: str) -> dict[str, str]:
    """With an empty database of its own on the same server."""
    with cluster.database._server() as server:  # noqa: SLF001 - the connection that makes databases
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return project_environment(on_server(cluster.database.url, name), **more)


@contextmanager
def served(application: str, environment: dict[str, str], log: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *web_options(port), application]
    web = Process(command, environment=environment, log=log)
    try:
        wait_until(lambda: listens(port) or not web.is_running, what=f"{application} answers")
        assert web.is_running, log.read_text()
        yield port
    finally:
        web.kill()


def listens(port: int) -> bool:
    try:
        ask(port, "GET", "/")
    except OSError:
        return False
    return True


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.submit", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="for each application, and for the steady rate")
    try:
        figures = measure(seconds=parser.parse_args(arguments).seconds)
    except NoServerPrograms as missing:
        print(missing, file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=2))
    steady = figures["steady"]
    assert isinstance(steady, dict)
    within = float(str(figures["times_wagtail_form"])) >= LIMITS["times_wagtail_form"]
    return 0 if within and steady["p99_ms"] <= LIMITS["p99_ms"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
