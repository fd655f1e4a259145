"""Take a request into the spool, once: the same key again is the same request, in all processes of this machine."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from leads.spool.records import SpooledRequest, Unreadable
from leads.spool.segments import DamagedLine, Segments, TornLine, unframed
from leads.submission import REPEAT_WINDOW, SubmissionKeyReused


def segments() -> Segments:
    """Those of this machine."""
    return Segments(Path(settings.SPOOL_DIR), max_bytes=settings.SPOOL_MAX_BYTES)


@dataclass(frozen=True)
class WhatWaits:
    """On this machine. `since` is when the oldest file was begun."""

    count: int
    since: datetime | None


def count_waiting() -> WhatWaits:
    files = segments()
    count, since = 0, None
    for path in files.paths():
        with suppress(FileNotFoundError):  # a worker has just dealt with it
            lines = sum(1 for _ in files.lines(path))
            count += lines
            since = since or (datetime.fromtimestamp(int(path.stem) / 1e9, tz=UTC) if lines else None)
    return WhatWaits(count, since)


def receive(record: SpooledRequest) -> UUID:
    """Store a request on this machine's disk, flushed, and return its id, or that of the same request before it.

    Safe to repeat, also at once from many threads and processes, as long as the first one waits here. What is in the
    database already is found when the record is brought in.

    Raises:
        SpoolUnavailable: nothing was stored.
        SubmissionKeyReused: the key waits here with other content.
    """
    return waiting_requests(Path(settings.SPOOL_DIR)).receive(record)


@cache
def waiting_requests(directory: Path) -> "WaitingRequests":
    return WaitingRequests(directory)


@dataclass(frozen=True)
class Waiting:
    """What a repeat is compared with."""

    id: UUID
    digest: str
    received_at: datetime
    path: Path


class WaitingRequests:
    """The keys of everything that waits in a directory, read on as its files grow.

    Those of a file that was brought in are kept a while: a database that comes back may go away again, and a repeat
    that meets it away gets the answer that the first one got.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._turn = threading.Lock()
        self._keys: dict[Path, dict[str, Waiting]] = {}
        self._read_until: dict[Path, int] = {}
        self._gone_at: dict[Path, float] = {}
        """By the monotonic clock."""

    def receive(self, record: SpooledRequest) -> UUID:
        files = segments()
        with self._turn, files.writing():
            self._read_on(files)
            if earlier := self._earlier(record):
                if earlier.digest != record.digest():
                    raise SubmissionKeyReused
                if earlier.path not in self._gone_at:
                    files.flush(earlier.path)
                return earlier.id
            files.append(record.sealed())
            self._read_on(files)  # now: before the next one comes the file may be gone
            return record.id

    def _earlier(self, record: SpooledRequest) -> Waiting | None:
        has_key = bool(record.submission.key)
        for key in record.stored_keys():
            for keys in self._keys.values():
                found = keys.get(key)
                if found and (has_key or abs(record.received_at - found.received_at) < REPEAT_WINDOW):
                    return found
        return None

    def _read_on(self, files: Segments) -> None:
        paths = files.paths()
        for gone in self._keys.keys() - set(paths):
            if time.monotonic() - self._gone_at.setdefault(gone, time.monotonic()) > REPEAT_WINDOW.total_seconds():
                del self._keys[gone], self._read_until[gone], self._gone_at[gone]
        for path in paths:
            keys = self._keys.setdefault(path, {})
            for end, line in files.lines(path, start=self._read_until.setdefault(path, 0)):
                self._read_until[path] = end
                try:
                    record = SpooledRequest.opened(unframed(line))
                except (TornLine, DamagedLine, Unreadable):
                    continue  # for the worker to deal with
                first = Waiting(record.id, record.digest(), record.received_at, path)
                keys.setdefault(record.stored_keys()[0], first)
