import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from integrations.jobs import DEFAULT_THREADS, work_once, work_until


class Command(BaseCommand):
    help = "Send deliveries, run jobs and schedules, until SIGTERM. Any number of hosts may run it at once."
    # Some of them ask the database, and a worker waits for one that is away. `manage.py check` is for the deployment.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then return")
        parser.add_argument("--threads", type=int, default=DEFAULT_THREADS, help="deliveries sent at the same time")

    def handle(self, *args: Any, once: bool, threads: int, **options: Any) -> None:
        if once:
            work_once()
            return
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        work_until(stop, threads=threads)
