"""A worker says that it lives; others notice when it says nothing any more."""

import os
import socket
from datetime import datetime, timedelta

from integrations import tallies
from integrations.models import WorkerSeen

BEAT_SECONDS = 5.0
# Rows of workers that are gone, for whoever wonders when the last one was seen.
FORGOTTEN_AFTER = timedelta(days=7)


class Heartbeat:
    """Of one running worker."""

    def __init__(self, *, started_at: datetime, threads: int) -> None:
        self.name = f"{socket.gethostname()[:60]} {os.getpid()} {started_at:%Y%m%dT%H%M%S.%f}"
        self.started_at = started_at
        self.threads = threads

    def beat(self, *, at: datetime) -> None:
        """Repeatable."""
        values = {"seen_at": at, "started_at": self.started_at, "threads": self.threads}
        WorkerSeen.objects.update_or_create(name=self.name, defaults=values)
        WorkerSeen.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
        tallies.write()

    def end(self, *, at: datetime) -> None:
        """Stopped as asked: what it counted last is written. The row stays, as the worker's last sign."""
        self.beat(at=at)


def worker_is_alive(*, at: datetime) -> bool:
    """Whether some worker was seen within the last minute."""
    return WorkerSeen.objects.alive(at=at).exists()


def last_seen_at() -> datetime | None:
    """When any worker was seen last; None if none ever was."""
    return WorkerSeen.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
