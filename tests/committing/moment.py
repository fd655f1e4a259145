"""When it is, in tests."""

from datetime import UTC, datetime

# A Wednesday, 10:00 in Chicago: the clinics of the tests are open.
NOW = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
