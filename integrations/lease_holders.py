"""Who holds a lease: a process, named so that others on the same machine can tell when it is dead."""

import os
from functools import cache
from pathlib import Path


def this_process() -> str:
    """The name of this process: boot, PID namespace, PID and start time. Empty where /proc does not tell.

    A PID alone comes back after a reboot, in the next container and in the same one.
    """
    return _name(os.getpid())  # not kept: a fork has a name of its own


def is_known_dead(name: str) -> bool:
    """Whether a process is certainly gone. False for processes of other machines and containers: nobody here knows."""
    machine, _, process = name.rpartition("/")
    if not machine or machine != _machine():
        return False
    pid, _, started = process.partition("@")
    return _started(int(pid)) != started


def _name(pid: int) -> str:
    started = _started(pid)
    return f"{_machine()}/{pid}@{started}" if _machine() and started else ""


@cache
def _machine() -> str:
    """What this process shares with those whose PIDs it can see: the running kernel and the PID namespace."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116 - the link's target has no path
    except OSError:
        return ""
    return f"{boot}/{namespace}"


def _started(pid: int) -> str:
    """Clock ticks from boot to the start of a living process, as text; empty for one that is dead or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return ""
    # proc_pid_stat(5): the name in brackets may hold anything; state is field 3, starttime field 22.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]
