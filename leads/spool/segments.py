"""Append-only files of lines on this machine's disk: what was appended is there after a crash, whole, in order.

A line is `cf1 <length> <crc32> <token>` and a newline. A process killed while it wrote leaves a line that is too short;
the next one starts on a line of its own, so a torn line costs nobody but itself.
"""

import fcntl
import os
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from protection.durable_files import OWNER_ONLY, flush_directory, make_private_directory, write_all

# Small enough to be drained, and its space given back, within seconds.
SEGMENT_BYTES = 1_000_000
LINE = re.compile(rb"cf1 (\d{1,9}) ([0-9a-f]{8}) (.*)", re.DOTALL)
SUFFIX = ".spool"


class SpoolUnavailable(Exception):
    """Nothing can be stored here now: no disk, no right to write, no space, or more than the spool may hold."""


class TornLine(Exception):
    """Its writer died before the end: nobody was told that it was received."""


class DamagedLine(Exception):
    """As long as it was written, but not what was written."""


def framed(token: bytes) -> bytes:
    return b"cf1 %d %08x %s\n" % (len(token), zlib.crc32(token), token)


def unframed(line: bytes) -> bytes:
    """The token of a line without its newline.

    Raises:
        TornLine: shorter than it says, or blocks that a power cut left empty.
        DamagedLine: anything else that is not a line of ours.
    """
    if not line.strip(b"\0"):
        raise TornLine
    found = LINE.fullmatch(line)
    if found is None:
        raise TornLine if is_beginning(line) else DamagedLine
    length, checksum, token = int(found[1]), int(found[2], 16), found[3]
    if len(token) < length:
        raise TornLine
    if len(token) > length or zlib.crc32(token) != checksum:
        raise DamagedLine
    return token


def is_beginning(line: bytes) -> bool:
    """Whether a line was cut off within "cf1 <length> <crc32> "."""
    return re.fullmatch(rb"c?f?1?|cf1 \d{0,9}|cf1 \d{1,9} [0-9a-f]{0,8}", line) is not None


class Segments:
    """The files of one directory. Names sort by age; only the newest grows; whoever writes or removes holds a lock."""

    def __init__(self, directory: Path, *, max_bytes: int) -> None:
        self.directory = directory
        self.max_bytes = max_bytes

    def paths(self) -> list[Path]:
        """Oldest first. Empty also where the directory does not exist yet."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return sorted(self.directory.glob(f"*{SUFFIX}"))
        return []

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else on this machine appends or removes meanwhile. Ends with the process, however it ends.

        Raises:
            SpoolUnavailable: the disk takes nothing.
        """
        try:
            make_private_directory(self.directory)
            lock = os.open(self.directory / "write.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
        except OSError as error:
            raise SpoolUnavailable(type(error).__name__) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextmanager
    def draining(self) -> Iterator[bool]:
        """Whether this caller is the one who drains; False where another worker of this machine does."""
        lock = os.open(self.directory / "drain.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(lock)

    def append(self, token: bytes) -> Path:
        """Add a line and flush it to the disk. Only while `writing`. Returns the file it is in.

        Raises:
            SpoolUnavailable: nothing was stored.
        """
        line = framed(token)
        try:
            paths = self.paths()
            self.refuse_when_full(paths, more=len(line))
            grown = paths[-1] if paths and paths[-1].stat().st_size < SEGMENT_BYTES else self.next_path(paths)
            append_durably(grown, line)
            if grown not in paths:
                flush_directory(self.directory)
        except OSError as error:
            raise SpoolUnavailable(type(error).__name__) from error
        return grown

    def next_path(self, paths: list[Path]) -> Path:
        # Later than the last one also when the clock was set back, and never a name that was used before.
        last = int(paths[-1].stem) if paths else 0
        return self.directory / f"{max(time.time_ns(), last + 1):020d}{SUFFIX}"

    def refuse_when_full(self, paths: list[Path], *, more: int = 0) -> None:
        if sum(path.stat().st_size for path in paths) + more > self.max_bytes:
            raise SpoolUnavailable("the spool is full")

    def flush(self, path: Path) -> None:
        """Make sure of lines whose writer may have died before it did."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SpoolUnavailable(type(error).__name__) from error

    def lines(self, path: Path, *, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Each finished line from the offset `start` on, without its newline, and the offset behind it."""
        with path.open("rb") as file:
            file.seek(start)
            for line in file:
                if not line.endswith(b"\n"):
                    return  # somebody is writing it, or died doing so
                start += len(line)
                yield start, line[:-1]

    def remove(self, path: Path, *, read_until: int) -> bool:
        """Remove a file of which all lines up to `read_until` were dealt with; False where it has grown since.

        Under the lock an unfinished last line is a torn one.
        """
        with self.writing():
            if next(self.lines(path, start=read_until), None) is not None:
                return False
            path.unlink()
            flush_directory(self.directory)
            return True

    def check(self) -> None:
        """Write as much as a request, flush it, and take it away again.

        Raises:
            SpoolUnavailable: a request could not be stored now.
        """
        with self.writing():
            probe = self.directory / "probe"
            try:
                self.refuse_when_full(self.paths(), more=4096)
                append_durably(probe, b"\0" * 4096)
            except OSError as error:
                raise SpoolUnavailable(type(error).__name__) from error
            finally:
                with suppress(OSError):
                    probe.unlink()


def append_durably(path: Path, line: bytes) -> None:
    """On a line of its own. What could not be written whole is taken back."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            write_all(descriptor, b"\n" + line if torn else line)
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
