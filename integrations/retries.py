"""When a delivery that failed is tried again."""

import random
from datetime import timedelta

# Standard Webhooks 1.0.0, "Deliverability": ten tries over 75 h 35 min 5 s.
RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# Each delay grows by up to this share, so that a receiver that comes back is not met by all deliveries at once.
JITTER = 0.1
# A receiver's `Retry-After` may ask for later than our table, not for later than this.
LONGEST_RETRY_AFTER = timedelta(hours=24)


def retry_delay(*, tries_before: int, retry_after: timedelta | None) -> timedelta | None:
    """After a failed try: the table's delay or the receiver's wish, whichever is longer. None at the table's end."""
    if tries_before >= len(RETRY_DELAYS):
        return None
    delay = RETRY_DELAYS[tries_before]
    delay += delay * random.uniform(0, JITTER)  # noqa: S311 - spreads load, guards nothing
    return max(delay, min(retry_after, LONGEST_RETRY_AFTER)) if retry_after else delay
