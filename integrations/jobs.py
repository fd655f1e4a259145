"""Work in the background. The only module that knows the engine behind `django.tasks`.

Deliveries are not jobs: they are rows with a next attempt, swept here every half second. A job per request would cost
the visitor a second write, and would still need the sweep to be certain (docs/decisions/0004).
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.tasks import Task, task
from django.utils import timezone
from django.utils.module_loading import import_string
from django_ox.models import OxTask
from django_ox.testing import run_tasks
from django_ox.worker import Worker

from integrations.delivery import deliver_due, send_claimed
from integrations.heartbeat import BEAT_SECONDS, Heartbeat
from integrations.lanes import Lanes
from integrations.outcomes import release_dead_leases

log = structlog.get_logger("carefront.worker")

# How soon a worker sees that another one of its machine was killed; one that starts looks at once.
LEASE_WATCH_SECONDS = 5.0
# How often a worker looks after its own machine: `WORKER_CHORES`.
CHORE_SECONDS = 1.0
# After a database error: long enough not to hammer a server that starts, short enough to be there when it has.
RECOVERY_SECONDS = 2.0
# A lane holds a quarter of them: two, so that one hanging request does not stop its endpoint.
DEFAULT_THREADS = 8

Chore = Callable[[threading.Event], None]
"""Work that each worker does for its own machine again and again; returns soon, at once when the event is set."""

job = task
"""Decorates a function of a module's top level that `job.enqueue(...)` runs later, at least once."""


def enqueue_once(work: "Task[..., Any]", *args: object) -> None:
    """Enqueue a job unless the same one waits already, which then does the work of both.

    Two that are enqueued at the same instant may both stay, so the job must be repeatable, as all are.
    """
    waiting = OxTask.objects.filter(status=OxTask.Status.READY, task_path=work.module_path, args=list(args))
    if not waiting.exists():
        work.enqueue(*args)


def run_waiting_jobs() -> None:
    """Run every job that waits, on this thread, then return. Deliveries are left alone."""
    run_tasks()


def work_once() -> None:
    """Do each chore, send everything that is due and run every waiting job, then return."""
    for chore in chores().values():
        chore(threading.Event())
    release_dead_leases(now=timezone.now())
    while deliver_due(now=timezone.now(), limit=1):
        pass
    run_waiting_jobs()


def work_until(stop: threading.Event, *, threads: int = DEFAULT_THREADS) -> None:
    """Send, run jobs and schedules until `stop` is set; what is in hand is finished first.

    Any number of these may run on any number of hosts against one database.
    """
    engine = Worker(concurrency=2, poll_interval=1.0)
    lanes = Lanes(threads)
    heartbeat = Heartbeat(started_at=timezone.now(), threads=threads)
    hands = [
        threading.Thread(target=_keep_running, args=("sweep", partial(_sweep, lanes), stop), name=f"sweep-{number}")
        for number in range(threads)
    ]
    hands.append(threading.Thread(target=_keep_running, args=("heart", partial(_beat, heartbeat), stop), name="heart"))
    hands.append(threading.Thread(target=_keep_running, args=("jobs", lambda _: engine.run(), stop), name="jobs"))
    hands.append(threading.Thread(target=_keep_running, args=("leases", _watch_leases, stop), name="leases"))
    hands += [
        threading.Thread(target=_keep_running, args=(name, partial(_repeat, chore), stop), name=name)
        for name, chore in chores().items()
    ]
    for hand in hands:
        hand.start()
    log.info("worker started", threads=threads)
    stop.wait()
    log.info("worker finishes what it holds")
    engine.request_stop()
    for hand in hands:
        hand.join()
    log.info("worker stopped")


def _sweep(lanes: Lanes, stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        claimed = lanes.next_claim(stop, clock=timezone.now)
        if not claimed:
            return
        sending = None
        try:
            sending = send_claimed(claimed, clock=timezone.now)
        finally:
            lanes.give_back(claimed[0].endpoint_id, sending)


def _beat(heartbeat: Heartbeat, stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        heartbeat.beat(at=timezone.now())
        stop.wait(BEAT_SECONDS)
    heartbeat.end(at=timezone.now())


def _watch_leases(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        release_dead_leases(now=timezone.now())
        stop.wait(LEASE_WATCH_SECONDS)


def chores() -> dict[str, Chore]:
    """By the setting's dotted names: those who own them stand left of this app and cannot be imported here."""
    return {name: import_string(name) for name in settings.WORKER_CHORES}


def _repeat(chore: Chore, stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        chore(stop)
        stop.wait(CHORE_SECONDS)


def _keep_running(name: str, work: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Come back after a database that was away. Anything else is a bug, is reported, and does not end the worker."""
    while not stop.is_set():
        try:
            work(stop)
        except DatabaseError as error:
            log.warning("database away", loop=name, error=type(error).__name__)
        except Exception:
            log.exception("loop failed", loop=name)
        finally:
            connection.close()
        stop.wait(RECOVERY_SECONDS)
