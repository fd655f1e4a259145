"""Times as they stand in events, answers and signed bodies."""

from datetime import UTC, datetime


def rfc3339(at: datetime) -> str:
    """ "2026-03-04T16:00:00.000Z": an aware time in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
