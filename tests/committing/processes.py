"""Real processes of the project, each in a group of its own, so that a kill leaves nobody behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent


class TookTooLong(AssertionError):
    """What was waited for did not happen in time."""


def wait_until[T](happened: Callable[[], T], *, what: str, seconds: float = 60) -> T:
    """Ask `happened` until it says something true, and return that."""
    deadline = time.monotonic() + seconds
    while not (answer := happened()):
        if time.monotonic() > deadline:
            raise TookTooLong(f"{what}: not within {seconds} s")
        time.sleep(0.02)
    return answer


def project_environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a child: an installation in development settings, with visitors' error pages and no limits."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DEBUG": "true",
        "SHOW_ERROR_DETAILS": "false",
        "RATELIMIT_ENABLE": "false",
        "DATABASE_URL": database_url,
        "SPOOL_DIR": str(PROJECT_ROOT / "var/test/spool"),
        "DJANGO_SETTINGS_MODULE": "tests.committing.settings",
        "PYTHONUNBUFFERED": "1",
    } | more


def run_module(name: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """Run `python -m name` to its end and return what it printed."""
    command = [sys.executable, "-m", name, *arguments]
    done = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Process:
    """A running command and its log."""

    def __init__(self, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self._starts_at = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                command, cwd=PROJECT_ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        return self._popen.poll() is None

    @property
    def has_children_left(self) -> bool:
        try:
            os.killpg(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def said(self, words: str) -> bool:
        return words in self.log.read_bytes()[self._starts_at :].decode(errors="replace")

    def kill(self) -> None:
        """`kill -9`, the whole group at once."""
        self._signal_group(signal.SIGKILL)
        self._popen.wait()

    def ask_to_stop(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def exit_code(self, *, seconds: float = 20) -> int:
        return self._popen.wait(timeout=seconds)

    def _signal_group(self, signum: int) -> None:
        try:
            os.killpg(self.pid, signum)
        except ProcessLookupError:
            return
