"""Is the database away? What says so, and how not to ask it for every visitor."""

import threading
import time

# Between two tries, one request waits for a server that does not answer and the others need not.
RETRY_SECONDS = 2.0

_turn = threading.Lock()
_next_try_at: float | None = None
"""By the monotonic clock; None while the database is thought to be there."""


def may_ask_database() -> bool:
    """False where it failed a moment ago. Of those that ask after that, one is let through every two seconds."""
    global _next_try_at
    with _turn:
        if _next_try_at is None:
            return True
        if time.monotonic() < _next_try_at:
            return False
        _next_try_at = time.monotonic() + RETRY_SECONDS
        return True


def database_failed() -> None:
    global _next_try_at
    with _turn:
        _next_try_at = time.monotonic() + RETRY_SECONDS


def database_answered() -> None:
    global _next_try_at
    if _next_try_at is not None:
        with _turn:
            _next_try_at = None
