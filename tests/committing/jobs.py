"""A job that says when it starts and ends when it may."""

import os
import time
from pathlib import Path

from integrations.jobs import job


@job
def write_and_wait(path: str, gate: str) -> None:
    """Add a line with this process's id to the file `path`, then wait until the file `gate` is there."""
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    while not Path(gate).exists():
        time.sleep(0.02)
