"""PostgreSQL's advisory locks go by number; ours by what they hold."""

import hashlib


def lock_number(name: str) -> int:
    """64 signed bits that stand for `name`, for `pg_advisory_xact_lock`."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
