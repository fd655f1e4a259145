"""What a public page costs that no cache holds: CPU and time a request, as a multiple of a constant WSGI answer.

    python -m bench.pages --rounds 20

The demo's pages, from a fresh SQLite database, through gunicorn with one thread. Pages and constant are asked in turn,
so that a busy machine slows both. Exits with 1 where a page is above its limit.
"""

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measured_wsgi import CONSTANT, CPU_SECONDS
from tests.committing.databases import SQLiteDatabase
from tests.committing.installation import answers, free_port
from tests.committing.processes import Process, project_environment, run_module, wait_until

PAGES = {
    "clinic": "/clinics/duluth/",
    "provider": "/clinics/duluth/dana-whitfield/",
    "treatment": "/treatments/ketamine-infusion-for-chronic-pain/",
    "article": "/articles/could-an-old-anesthetic-ease-pain/",
}
# A third of what bakerydemo's location page takes, Wagtail's own example of such a page: 36 to 47 ms of CPU for 18
# queries, on a machine that answered the constant in 0.17 ms. A third of the lower is 12 ms, or so many constants.
LIMITS_IN_CONSTANTS = {"clinic": 70}
REQUESTS_A_ROUND = 5
CONSTANTS_A_ROUND = 50


type Figures = dict[str, dict[str, float]]


def measure(*, rounds: int) -> Figures:
    """Medians over `rounds`: milliseconds of the constant, and for each page milliseconds, multiples of it, and the
    limit where there is one."""
    with demo_site() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path in PAGES.values():
            cost(connection, path, times=3)  # templates are compiled, caches of the process filled
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ["constant", *PAGES]}
        for _ in range(rounds):
            taken["constant"].append(cost(connection, CONSTANT, times=CONSTANTS_A_ROUND))
            for name, path in PAGES.items():
                taken[name].append(cost(connection, path, times=REQUESTS_A_ROUND))
        connection.close()
    cpu = {name: statistics.median(each[0] for each in costs) for name, costs in taken.items()}
    wall = {name: statistics.median(each[1] for each in costs) for name, costs in taken.items()}
    return {
        "constant": {"cpu_ms": round(cpu["constant"], 3), "ms": round(wall["constant"], 3)},
        **{
            name: {
                "cpu_ms": round(cpu[name], 1),
                "ms": round(wall[name], 1),
                "cpu_in_constants": round(cpu[name] / cpu["constant"], 1),
                "time_in_constants": round(wall[name] / wall["constant"], 1),
                **({"limit_in_constants": LIMITS_IN_CONSTANTS[name]} if name in LIMITS_IN_CONSTANTS else {}),
            }
            for name in PAGES
        },
    }


def cost(connection: http.client.HTTPConnection, path: str, *, times: int) -> tuple[float, float]:
    """Milliseconds of CPU and of time that one request takes."""
    cpu, start = cpu_seconds(connection), time.perf_counter()
    for _ in range(times):
        fetch(connection, path)
    passed = time.perf_counter() - start
    return (cpu_seconds(connection) - cpu) / times * 1000, passed / times * 1000


def cpu_seconds(connection: http.client.HTTPConnection) -> float:
    return float(fetch(connection, CPU_SECONDS))


def fetch(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answers {response.status}: does the demo still have this page?")
    return body


@contextmanager
def demo_site() -> Iterator[int]:
    """The demo without leads on a port of this machine."""
    with tempfile.TemporaryDirectory(prefix="carefront-bench-") as name:
        directory, port = Path(name), free_port()
        database = SQLiteDatabase(directory / "pages.sqlite3")
        SQLiteDatabase.migrated(database.path)
        environment = project_environment(
            database.url, MEDIA_ROOT=str(directory / "media"), BASE_URL=f"http://127.0.0.1:{port}", LOG_LEVEL="WARNING"
        )
        print("Storing the demo, a minute …", file=sys.stderr)
        run_module("manage", "seed_demo", "--leads", "0", environment=environment)
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "bench.measured_wsgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "1", "--threads", "1", "--worker-class", "gthread", "--keep-alive", "60"),
        ]
        web = Process(gunicorn, environment=environment, log=directory / "web.log")
        try:
            wait_until(lambda: answers(port) or not web.is_running, what="the web process answers")
            yield port
        finally:
            web.kill()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    figures = measure(rounds=parser.parse_args(arguments).rounds)
    print(json.dumps(figures, indent=2))
    above = pages_above_limit(figures)
    if above:
        print(f"Above the limit: {', '.join(above)}", file=sys.stderr)
    return 1 if above else 0


def pages_above_limit(figures: Figures) -> list[str]:
    return [
        name
        for name, figure in figures.items()
        if "limit_in_constants" in figure and figure["cpu_in_constants"] > figure["limit_in_constants"]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
