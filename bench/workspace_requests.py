"""Fill a PostgreSQL database with leads and ask the workspace's pages, in this process. Started by `bench.workspace`.

Prints JSON: milliseconds of each page, median and 95th percentile, how many statements one asks, and how many leads the
answers show on average.
"""

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import django

if TYPE_CHECKING:
    from django.test import Client

    from staff.models import StaffUser

# What they find depends on how many leads there are; some of them, in the largest network, only leads of long ago.
SEARCHES = ("whitfield", "ana ga", "555", "person12", "quillfeather", "zz nobody", "(200) 007-0")


def pages(user: "StaffUser", *, rng: random.Random) -> dict[str, Callable[[], str]]:
    """By name, an address of each page: a new one at each call."""
    from leads.access import leads_for

    some = list(leads_for(user).order_by("?").values_list("pk", "person__phone", "person__email")[:50])
    return {
        "queue": lambda: "/admin/leads/queue/",
        "board": lambda: "/admin/leads/board/",
        "board refresh": lambda: "/admin/leads/board/results/",
        "list": lambda: "/admin/leads/",
        "list refresh": lambda: "/admin/leads/results/",
        "search": lambda: f"/admin/leads/results/?{urlencode({'q': rng.choice(SEARCHES)})}",
        "search for one": lambda: f"/admin/leads/results/?{urlencode({'q': rng.choice(rng.choice(some)[1:])})}",
        "search for all": lambda: "/admin/leads/results/?q=example.com",
        "board search": lambda: f"/admin/leads/board/results/?{urlencode({'q': rng.choice(SEARCHES)})}",
        "lead": lambda: f"/admin/leads/{rng.choice(some)[0]}/",
        "news": lambda: "/admin/leads/news/",
    }


def measured(client: "Client", user: "StaffUser", *, times: int) -> Iterator[tuple[str, dict[str, float]]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rng = random.Random(7)
    for name, address in pages(user, rng=rng).items():
        if client.get(address()).status_code not in {200, 204}:
            continue
        asked = [shown(client, address()) for _ in range(times)]
        taken = [milliseconds for milliseconds, _ in asked]
        with CaptureQueriesContext(connection) as captured:
            client.get(address())
        yield (
            name,
            {
                "median_ms": round(statistics.median(taken), 1),
                "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
                "statements": len(captured),
                "leads": round(statistics.mean(leads for _, leads in asked), 1),
            },
        )


def shown(client: "Client", address: str) -> tuple[float, int]:
    """Milliseconds, and how many leads the answer shows."""
    began = time.perf_counter()
    content = client.get(address).content
    taken = (time.perf_counter() - began) * 1000
    return taken, len(set(re.findall(rb"/admin/leads/([0-9a-f-]{36})/", content)))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.workspace_requests", description=__doc__.partition("\n")[0])
    parser.add_argument("--leads", type=int, required=True)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args(arguments)
    django.setup()
    from django.test import Client

    from bench.many_leads import make_leads, make_staff

    coordinator, manager = make_staff()
    make_leads(options.leads, owner=coordinator)
    figures = {}
    for user in (coordinator, manager):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        figures[user.username] = dict(measured(client, user, times=options.times))
    json.dump(figures, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
