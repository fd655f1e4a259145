"""The same installation on a morning that does not pass: what is open stays open, and no date comes due."""

from datetime import UTC, datetime

from django.utils import timezone

from tests.browser.settings import *  # noqa: F403

# A Wednesday, ten o'clock in Minnesota and nine in New Mexico: between the two opening hours of the demo's clinics.
MORNING = datetime(2026, 11, 18, 16, tzinfo=UTC)
timezone.now = lambda: MORNING
