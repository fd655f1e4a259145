"""Files that are there, whole, after a power cut: written, flushed, and their directory flushed too."""

import os
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_DIRECTORY = 0o700


def make_private_directory(directory: Path) -> None:
    """With its parents, where it is missing. Safe to repeat."""
    if not directory.is_dir():
        directory.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)
        flush_directory(directory.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, readable by its owner alone. Whoever reads meanwhile gets the old file or the new."""
    make_private_directory(path.parent)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, OWNER_ONLY)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    unfinished.replace(path)
    flush_directory(path.parent)


def write_all(descriptor: int, content: bytes) -> None:
    """`os.write` may take a part; then the disk is full more often than not, and the next write says so."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def flush_directory(directory: Path) -> None:
    """A new name is durable only when the directory that holds it is (fsync(2))."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
