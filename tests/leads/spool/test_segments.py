"""Lines on a disk: whole, in order, and none lost to a neighbour that is torn or damaged."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leads.spool import segments as module
from leads.spool.segments import DamagedLine, Segments, SpoolUnavailable, TornLine, framed, unframed


@pytest.fixture
def files(tmp_path: Path) -> Segments:
    return Segments(tmp_path / "spool", max_bytes=100_000)


def append(files: Segments, *tokens: bytes) -> Path:
    with files.writing():
        return [files.append(token) for token in tokens][-1]


def read(files: Segments) -> list[bytes | type[Exception]]:
    return [readable(line) for path in files.paths() for _, line in files.lines(path)]


def readable(line: bytes) -> bytes | type[Exception]:
    try:
        return unframed(line)
    except (TornLine, DamagedLine) as error:
        return type(error)


def test_what_was_appended_is_read_in_order(files: Segments) -> None:
    append(files, b"first", b"second")
    append(files, b"third")

    assert read(files) == [b"first", b"second", b"third"]


def test_nobody_else_on_the_machine_may_read_it(files: Segments) -> None:
    path = append(files, b"first")

    assert (path.stat().st_mode & 0o777, files.directory.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("kept", range(len(framed(b"torn"))))
def test_a_line_torn_anywhere_is_passed_over_and_costs_no_other(files: Segments, kept: int) -> None:
    path = append(files, b"before")
    whole = path.read_bytes()
    path.write_bytes(whole + framed(b"torn")[:kept])

    append(files, b"after")

    without_its_newline = kept == len(framed(b"torn")) - 1
    between = {0: [], len(framed(b"torn")) - 1: [b"torn"]}.get(kept, [TornLine])
    assert read(files) == [b"before", *between, b"after"]
    assert without_its_newline == (b"torn" in read(files))


def test_a_torn_line_at_the_end_is_not_read_yet(files: Segments) -> None:
    path = append(files, b"before")
    path.write_bytes(path.read_bytes() + framed(b"torn")[:-3])

    assert read(files) == [b"before"]


def test_blocks_that_a_power_cut_left_empty_are_passed_over(files: Segments) -> None:
    path = append(files, b"before")
    path.write_bytes(path.read_bytes() + b"\0" * 4096)

    append(files, b"after")

    assert read(files) == [b"before", TornLine, b"after"]


@pytest.mark.parametrize("damaged", [b"cf1 5 00000000 wrong", b"cf1 1 00000000 longer", b"something else", b"\xff\xfe"])
def test_a_damaged_line_is_told_from_a_torn_one(damaged: bytes) -> None:
    assert readable(damaged) is DamagedLine


def test_a_file_that_has_grown_enough_is_followed_by_another(files: Segments, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 10)

    append(files, b"first", b"second", b"third")

    assert len(files.paths()) == 3
    assert read(files) == [b"first", b"second", b"third"]


def test_a_clock_that_was_set_back_changes_no_order(files: Segments, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 10)
    append(files, b"first")
    monkeypatch.setattr(module.time, "time_ns", lambda: 1)

    append(files, b"second", b"third")

    assert read(files) == [b"first", b"second", b"third"]


def test_a_file_goes_only_when_all_of_it_was_read(files: Segments) -> None:
    path = append(files, b"first")
    read_until = path.stat().st_size
    append(files, b"second")

    assert not files.remove(path, read_until=read_until)
    assert files.remove(path, read_until=path.stat().st_size)
    assert files.paths() == []


def test_a_spool_that_is_full_takes_no_more(files: Segments) -> None:
    files.max_bytes = 60
    append(files, b"first")

    with pytest.raises(SpoolUnavailable, match="full"):
        append(files, b"2" * 60)

    assert read(files) == [b"first"]


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_the_disk_took_a_part_of_is_taken_back(files: Segments) -> None:
    path = append(files, b"first")
    size = path.stat().st_size

    with disk_with_room_for(size + 10), pytest.raises(SpoolUnavailable):
        append(files, b"second")

    assert path.stat().st_size == size
    append(files, b"third")
    assert read(files) == [b"first", b"third"]


def test_a_disk_is_asked_before_it_is_trusted(files: Segments) -> None:
    files.check()

    with disk_with_room_for(1_000), pytest.raises(SpoolUnavailable):
        files.check()
    assert files.paths() == []


def test_where_no_directory_can_be_made_nothing_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    files = Segments(tmp_path / "file/spool", max_bytes=1_000)

    with pytest.raises(SpoolUnavailable):
        append(files, b"first")
    assert files.paths() == []
