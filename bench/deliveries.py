"""How quickly events leave, whatever others' receivers do, and whether all of them arrive.

    python -m bench.deliveries speed --deliveries 3000 --rounds 3 --history 1000000
    python -m bench.deliveries scale --deliveries 3000
    python -m bench.deliveries chaos --events 10000 --rate 40 --workers 2

`speed`: one worker empties a queue to one receiver on the loopback address, as a ratio to bare `requests` with one
session in one process, which posts the same bytes to the same receiver; then once more behind a history. The two take
turns and the middle ratio counts: a shared machine is faster at one moment than at another.
`scale`: the same queue emptied by one, two and four workers.
`chaos`: events to five endpoints: two good ones, one that never answers, one at a byte a second, one that answers 500;
workers are killed with -9 at random. All on a PostgreSQL server of their own.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg

from bench.cluster import Cluster, NoServerPrograms
from tests.committing.installation import Installation
from tests.committing.processes import PROJECT_ROOT, Process, run_module, wait_until

# A receiver in a process of its own: in ours it would share our lock with the sender that it measures.
RECEIVERS = "bench.receivers"
WORKER_ALIVE_SECONDS = (5.0, 15.0)
GOOD = ("good-1", "good-2")
WORKERS = (1, 2, 4)


class Field:
    """An installation with receivers of several kinds, one endpoint each."""

    def __init__(self, stack: ExitStack, *, kinds: tuple[str, ...]) -> None:
        self.directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="carefront-bench-")))
        self.cluster = Cluster({})
        stack.callback(self.cluster.close)
        self.cluster.start()
        self.installation = Installation(self.cluster.database, directory=self.directory)
        stack.callback(self.installation.close)
        command = [sys.executable, "-m", RECEIVERS, *kinds]
        self.receivers = subprocess.Popen(
            command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
        )
        stack.callback(self.receivers.kill)
        assert self.receivers.stdout
        self.urls: dict[str, str] = json.loads(self.receivers.stdout.readline())
        run_module("bench.fill", "endpoints", json.dumps(self.urls), environment=self.installation.environment)

    def received(self) -> dict[str, dict[str, list[float]]]:
        """By kind and `webhook-id`: when it came, each time. Ends the receivers."""
        assert self.receivers.stdin
        assert self.receivers.stdout
        self.receivers.stdin.write("report\n")
        self.receivers.stdin.flush()
        found: dict[str, dict[str, list[float]]] = json.loads(self.receivers.stdout.readline())
        return found

    def rows(self, sql: str) -> Any:
        with psycopg.connect(self.cluster.database.url, autocommit=True) as connection:
            cursor = connection.execute(sql)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def fill(self, *arguments: str) -> str:
        return run_module("bench.fill", *arguments, environment=self.installation.environment)


def speed(*, deliveries: int, rounds: int, history: int) -> dict[str, object]:
    with ExitStack() as stack:
        field = Field(stack, kinds=("good-1",))
        ratio, figures = in_turns(field, deliveries, rounds=rounds)
        found: dict[str, object] = {"deliveries": deliveries, "ratio": ratio, "bare_and_ours_per_second": figures}
        if history:
            write_history(field, history)
            ratio, figures = in_turns(field, deliveries, rounds=rounds)
            found |= {"history": history, "ratio_with_history": ratio, "with_history_per_second": figures}
            found |= {"claim_plan": claim_plan(field)}
        return found


def in_turns(field: Field, deliveries: int, *, rounds: int) -> tuple[float, list[tuple[int, int]]]:
    """The middle ratio, and for each round how many a second bare `requests` and the worker sent."""
    figures = [
        (round(bare_requests(field.urls["good-1"], deliveries)), round(emptied(field, deliveries)))
        for _ in range(rounds)
    ]
    return round(median(ours / bare for bare, ours in figures), 2), figures


def bare_requests(url: str, count: int) -> float:
    """Posts a second of one `requests` session in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.peers.bare_requests", url, str(count)],
        cwd=PROJECT_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)


def scale(*, deliveries: int) -> dict[str, object]:
    with ExitStack() as stack:
        field = Field(stack, kinds=("good-1",))
        per_second = {str(workers): round(emptied(field, deliveries, workers=workers)) for workers in WORKERS}
        return {"deliveries": deliveries, "per_second_by_workers": per_second}


def emptied(field: Field, count: int, *, workers: int = 1) -> float:
    """Deliveries a second of some workers, from the first to the last."""
    field.fill("events", str(count), "later")
    running = [field.installation.start_worker() for _ in range(workers)]
    time.sleep(2)
    ((tried_before,),) = field.rows("SELECT coalesce(max(id), 0) FROM integrations_deliveryattempt")
    field.rows("UPDATE integrations_delivery SET next_attempt_at = now() WHERE state = 'pending'")
    while True:
        time.sleep(1)  # whoever asks more often measures themselves
        if field.rows("SELECT count(*) FROM integrations_delivery WHERE state = 'pending'")[0][0] == 0:
            break
    tries = f"integrations_deliveryattempt WHERE id > {tried_before}"
    ((seconds,),) = field.rows(f"SELECT extract(epoch FROM max(started_at) - min(started_at)) FROM {tries}")
    for worker in running:
        worker.ask_to_stop()
        worker.exit_code()
    return count / float(seconds)


def write_history(field: Field, count: int) -> None:
    """Finished deliveries of the same endpoint, each with its event and its attempt."""
    field.rows(
        f"""
        INSERT INTO integrations_outboxevent (id, type, subject_type, subject_id, occurred_at)
        SELECT gen_random_uuid(), 'lead.created', 'history', gen_random_uuid(), now() - n * interval '1 second'
        FROM generate_series(1, {int(count)}) n;
        INSERT INTO integrations_delivery (id, event_id, channel, endpoint_id, template, recipient, language,
            data_class, state, attempts_made, held_by, created_at, finished_at)
        SELECT gen_random_uuid(), event.id, 'webhook', endpoint.id, '', '', 'en', 'reference', 'delivered', 1, '',
            event.occurred_at, event.occurred_at
        FROM integrations_outboxevent event
        CROSS JOIN (SELECT id FROM integrations_endpoint WHERE description = 'good-1') endpoint
        WHERE event.subject_type = 'history';
        INSERT INTO integrations_deliveryattempt (delivery_id, number, started_at, duration_ms, succeeded, reason,
            response_excerpt, signature)
        SELECT delivery.id, 1, delivery.created_at, 5, true, '', '', '' FROM integrations_delivery delivery
        JOIN integrations_outboxevent event ON event.id = delivery.event_id WHERE event.subject_type = 'history';
        """
    )
    field.rows("VACUUM ANALYZE")


def claim_plan(field: Field) -> list[str]:
    """How PostgreSQL finds the front of an endpoint's queue."""
    plan = field.rows(
        "EXPLAIN (ANALYZE, COSTS OFF) SELECT id FROM integrations_delivery WHERE state = 'pending' AND endpoint_id = "
        "(SELECT id FROM integrations_endpoint WHERE description = 'good-1') AND next_attempt_at <= now() "
        "ORDER BY next_attempt_at, id LIMIT 32 FOR UPDATE SKIP LOCKED"
    )
    return [row[0] for row in plan]


def chaos(*, events: int, rate: float, workers: int) -> dict[str, object]:
    """Publish events at a rate while workers are killed; wait until the good endpoints have all of them."""
    with ExitStack() as stack:
        field = Field(stack, kinds=(*GOOD, "dead", "dripping", "failing"))
        stop = threading.Event()
        killers = [Killer(field.installation) for _ in range(workers)]
        threads = [threading.Thread(target=killer.run, args=(stop,)) for killer in killers]
        for thread in threads:
            thread.start()
        try:
            published = dict(json.loads(field.fill("events", str(events), "now", str(rate))))
            waiting = (
                "SELECT count(*) FROM integrations_delivery delivery JOIN integrations_endpoint endpoint ON "
                "endpoint.id = delivery.endpoint_id WHERE description LIKE 'good-%' AND state <> 'delivered'"
            )
            wait_until(lambda: field.rows(waiting)[0][0] == 0, what="the good ones have everything", seconds=300)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        received = field.received()
    late = [min(received[kind][key]) - at for kind in GOOD for key, at in published.items() if key in received[kind]]
    cuts = quantiles(late, n=100)
    return {
        "events": events,
        "a_second": rate,
        "workers": workers,
        "kills": sum(killer.kills for killer in killers),
        "lost": sum(len(published.keys() - received[kind].keys()) for kind in GOOD),
        "ids_never_published": sum(len(ids.keys() - published.keys()) for ids in received.values()),
        "received_twice_by_good_ones": sum(len(times) > 1 for kind in GOOD for times in received[kind].values()),
        "retried_under_one_id": sum(len(times) > 1 for times in received["failing"].values()),
        "p50_seconds": round(cuts[49], 2),
        "p95_seconds": round(cuts[94], 2),
        "p99_seconds": round(cuts[98], 2),
    }


class Killer:
    """One worker, killed with -9 wherever it is, and started again."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.kills = 0

    def run(self, stop: threading.Event) -> None:
        worker: Process = self.installation.start_worker()
        while not stop.wait(random.uniform(*WORKER_ALIVE_SECONDS)):
            worker.kill()
            self.kills += 1
            worker = self.installation.start_worker()


def is_quick(figures: dict[str, Any]) -> bool:
    """At least half of bare requests, and a fifth less at most behind a history."""
    with_history = figures.get("ratio_with_history", figures["ratio"])
    return figures["ratio"] >= 0.5 and with_history >= 0.8 * figures["ratio"]


def kept_the_promise(figures: dict[str, Any]) -> bool:
    return not figures["lost"] and not figures["ids_never_published"] and figures["p95_seconds"] < 5


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.deliveries", description=__doc__.partition("\n")[0])
    parser.add_argument("what", nargs="?", choices=["speed", "scale", "chaos"], default="speed")
    parser.add_argument("--deliveries", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", type=int, default=0, help="finished deliveries, for a second run")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=30, help="events published in a second")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    try:
        if options.what == "speed":
            figures = speed(deliveries=options.deliveries, rounds=options.rounds, history=options.history)
            was_kept = is_quick(figures)
        elif options.what == "scale":
            figures, was_kept = scale(deliveries=options.deliveries), True
        else:
            figures = chaos(events=options.events, rate=options.rate, workers=options.workers)
            was_kept = kept_the_promise(figures)
        print(json.dumps(figures))
    except NoServerPrograms as missing:
        parser.error(str(missing))
    return 0 if was_kept else 1


if __name__ == "__main__":
    sys.exit(main())
