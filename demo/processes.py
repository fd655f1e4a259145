"""A few child processes kept running together: started, watched, started again when they die, stopped as one."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 15.0
POLL_SECONDS = 0.2
# A child that dies at once is started again ever more slowly, up to this.
LONGEST_PAUSE_SECONDS = 10.0


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_seconds: float = field(default=0.5)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we end it and whatever it started.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own commands
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal_group(self, signum: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signum)
            except ProcessLookupError:
                return


def keep_running(children: Sequence[Child], stop: threading.Event) -> None:
    """Watch until `stop` is set; a child that ended is started again."""
    while not stop.wait(POLL_SECONDS):
        for child in children:
            if child.has_ended() and time.monotonic() - child.started_at >= child.pause_seconds:
                child.signal_group(signal.SIGKILL)  # what a killed parent left behind
                lived_seconds = time.monotonic() - child.started_at
                shorter = 0.5 if lived_seconds > LONGEST_PAUSE_SECONDS else child.pause_seconds * 2
                child.pause_seconds = min(shorter, LONGEST_PAUSE_SECONDS)
                sys.stderr.write(f"{child.name} ended; starting it again.\n")
                child.start()


def stop_all(children: Sequence[Child]) -> None:
    """Ask each to stop, wait, and leave nothing of their groups running."""
    for child in children:
        child.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                sys.stderr.write(f"{child.name} did not stop in time.\n")
        child.signal_group(signal.SIGKILL)
