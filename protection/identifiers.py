"""Primary keys that people may see: in order of time, and not to be guessed."""

import secrets
import threading
import time
import uuid
from datetime import UTC, datetime

NANOSECONDS_PER_MILLISECOND = 1_000_000
TICKS_PER_SECOND = 1000 << 12

_lock = threading.Lock()
_last_ticks = 0


def uuid7() -> uuid.UUID:
    """A version 7 UUID: 48 bits of Unix milliseconds, 12 of their fraction, 62 random bits.

    Later ones of a process sort after earlier ones, also within a millisecond (RFC 9562, section 6.2, method 3).
    """
    ticks = _next_ticks()
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0x2 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def first_uuid7(moment: datetime) -> uuid.UUID:
    """No id made at `moment` or later sorts before it, and every earlier one does. `moment` is aware."""
    milliseconds = min(max(int(moment.timestamp() * 1000), 0), (1 << 48) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62)


def made_at(made: uuid.UUID) -> datetime:
    """When `uuid7` made it, in UTC and to the millisecond."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def _next_ticks() -> int:
    """The time in 4096ths of a millisecond, always more than the last one given."""
    global _last_ticks
    milliseconds, nanoseconds = divmod(time.time_ns(), NANOSECONDS_PER_MILLISECOND)
    ticks = (milliseconds & (1 << 48) - 1) << 12 | (nanoseconds << 12) // NANOSECONDS_PER_MILLISECOND
    with _lock:
        # Run ahead of the clock for order's sake, but follow one that was set back.
        ran_ahead = _last_ticks - ticks
        _last_ticks = _last_ticks + 1 if 0 <= ran_ahead < TICKS_PER_SECOND else ticks
        return _last_ticks
