import time
import uuid

from protection.identifiers import uuid7


def test_an_identifier_is_a_version_7_uuid_of_the_present_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    # One more: a busy process may have run ahead of its clock by ticks of a 4096th.
    assert before <= made.int >> 80 <= after + 1


def test_later_identifiers_of_a_process_sort_after_earlier_ones() -> None:
    made = [uuid7() for _ in range(5_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_what_follows_the_time_cannot_be_guessed() -> None:
    tails = [uuid7().int & (1 << 62) - 1 for _ in range(200)]

    for bit in range(62):
        ones = sum(tail >> bit & 1 for tail in tails)
        assert 50 < ones < 150, f"bit {bit} is not random"
