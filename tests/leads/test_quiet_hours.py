"""By whose clock a text may go."""

from datetime import datetime

import pytest

from leads.messages.quiet_hours import STRICTER, next_texting_time
from leads.messages.text_length import text_length
from leads.models import Person
from sites.models import Clinic
from sites.time_zones_by_state import ZONES_BY_STATE
from sites.us_states import NAME_BY_STATE

DULUTH = Clinic(name="Duluth", state="WI", time_zone="America/Chicago")


def next_time(state: str, at: str) -> datetime:
    return next_texting_time(Person(state=state), DULUTH, at=datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("state", "at", "allowed_at"),
    [
        # The clinic's own clock where theirs is not known: 8 to 21.
        ("", "2026-03-04T10:00-06:00", "2026-03-04T10:00-06:00"),
        ("", "2026-03-04T20:59-06:00", "2026-03-04T20:59-06:00"),
        ("", "2026-03-04T21:00-06:00", "2026-03-05T08:00-06:00"),
        ("", "2026-03-04T07:59-06:00", "2026-03-04T08:00-06:00"),
        # New York is an hour ahead, Los Angeles two behind.
        ("NY", "2026-03-04T20:30-06:00", "2026-03-05T08:00-05:00"),
        ("CA", "2026-03-04T09:30-06:00", "2026-03-04T08:00-08:00"),
        # Washington ends at 20.
        ("WA", "2026-03-04T20:00-08:00", "2026-03-05T08:00-08:00"),
        ("OK", "2026-03-04T19:59-06:00", "2026-03-04T19:59-06:00"),
        # Florida has two clocks: from 8 in the west to 20 in the east.
        ("FL", "2026-03-04T08:30-05:00", "2026-03-04T08:00-06:00"),
        ("FL", "2026-03-04T20:00-05:00", "2026-03-05T08:00-06:00"),
        # Texas starts at noon on Sundays; Rhode Island rests.
        ("TX", "2026-03-08T10:00-05:00", "2026-03-08T12:00-05:00"),
        ("RI", "2026-03-07T18:00-05:00", "2026-03-09T09:00-04:00"),
        # The night in which clocks change.
        ("NY", "2026-03-08T01:30-05:00", "2026-03-08T08:00-04:00"),
        ("HI", "2026-03-04T10:00-06:00", "2026-03-04T08:00-10:00"),
        ("XX", "2026-03-04T22:00-06:00", "2026-03-05T08:00-06:00"),
    ],
)
def test_a_text_goes_when_every_clock_of_their_state_allows(state: str, at: str, allowed_at: str) -> None:
    expected = datetime.fromisoformat(allowed_at)
    if state == "TX":  # El Paso is an hour behind
        expected = datetime.fromisoformat("2026-03-08T12:00-06:00")

    assert next_time(state, at) == expected


def test_every_state_has_a_clock() -> None:
    assert set(ZONES_BY_STATE) == set(NAME_BY_STATE)


@pytest.mark.parametrize("state", sorted(NAME_BY_STATE))
def test_what_is_offered_is_allowed(state: str) -> None:
    offered = next_time(state, "2026-07-03T03:00-05:00")

    assert next_time(state, offered.isoformat()) == offered


def test_stricter_states_are_states() -> None:
    assert set(STRICTER) <= set(NAME_BY_STATE)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ñ" * 160, 1),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_a_text_takes_as_many_messages_as_its_letters_need(text: str, segments: int) -> None:
    assert text_length(text).segments == segments
