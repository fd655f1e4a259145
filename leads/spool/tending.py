"""What each worker does for its own machine: bring in what waits, and see to it that the doors know the clinics."""

import threading
import time
from dataclasses import dataclass

from leads.spool.doors import doors_path, write_doors
from leads.spool.draining import drain
from sites.clinic_snapshot import snapshot_path, write_snapshot

# How old the clinics may be that a visitor meets when the database goes away.
SNAPSHOT_SECONDS = 15.0


@dataclass
class Snapshots:
    written_at: float | None = None
    """By the monotonic clock; None in a worker that has just started."""


_snapshots = Snapshots()


def tend(stop: threading.Event) -> None:
    """A chore of `integrations.jobs`: a look into a directory where there is nothing to do."""
    drain(stop)
    now = time.monotonic()
    is_due = _snapshots.written_at is None or now - _snapshots.written_at >= SNAPSHOT_SECONDS
    if is_due or not (snapshot_path().exists() and doors_path().exists()):
        write_snapshot()
        write_doors()
        _snapshots.written_at = now
