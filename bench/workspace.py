"""How quick the coordinators' pages are with few leads and with many, on a PostgreSQL server of their own.

    python -m bench.workspace --leads 3000 300000 1000000

Each size fills a fresh database of fifty clinics. A coordinator of one clinic and a manager of all ask in turn. The
exit code is 1 where a page takes longer than LIMIT_MS at the 95th percentile, or, with many leads, more than
LIMIT_OF_FEW times what it takes with the fewest. That is said only of pages that show no more leads than before: a
queue of five rows is drawn sooner than one of eighty, however either was found.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from bench.cluster import Cluster, NoServerPrograms
from tests.committing.processes import PROJECT_ROOT, project_environment

LIMIT_OF_FEW = 1.5
LIMIT_MS = 300.0
# What a small machine's administrator would set.
SETTINGS = {
    "shared_buffers": "512MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}


def measure(leads: int, *, times: int) -> dict[str, Any]:
    """Figures by user and page of one size."""
    cluster = Cluster(SETTINGS)
    try:
        cluster.start()
        command = [sys.executable, "-m", "bench.workspace_requests", "--leads", str(leads), "--times", str(times)]
        done = subprocess.run(
            command, cwd=PROJECT_ROOT, env=project_environment(cluster.database.url), capture_output=True, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    finally:
        cluster.close()


def broken_limits(by_size: dict[int, dict[str, Any]]) -> list[str]:
    few = by_size[min(by_size)]
    return [
        f"{user} {page} at {size}: median {figures['median_ms']} ms, p95 {figures['p95_ms']} ms"
        for size, of_size in by_size.items()
        for user, pages in of_size.items()
        for page, figures in pages.items()
        if figures["p95_ms"] > LIMIT_MS or grew(figures, few[user][page])
    ]


def grew(many: dict[str, float], few: dict[str, float]) -> bool:
    return many["leads"] <= 1.1 * few["leads"] and many["median_ms"] > LIMIT_OF_FEW * few["median_ms"]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.workspace", description=__doc__.partition("\n")[0])
    parser.add_argument("--leads", type=int, nargs="+", default=[3_000, 300_000], help="(default %(default)s)")
    parser.add_argument("--times", type=int, default=40, help="each page is asked (default %(default)s)")
    options = parser.parse_args(arguments)
    try:
        by_size = {leads: measure(leads, times=options.times) for leads in options.leads}
    except NoServerPrograms as missing:
        print(missing, file=sys.stderr)
        return 2
    broken = broken_limits(by_size)
    print(json.dumps({"leads": by_size, "broken": broken}, indent=2))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
