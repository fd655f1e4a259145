"""A sum that a browser does in a second and a thousand posts do not: ALTCHA's protocol 2, asked and checked by us.

Only asked where a limit is near. Whoever cannot do it (no script, no `crypto.subtle` over plain http) is not refused
by this module or anybody: see `leads/screening.py`.
"""

import json
import secrets
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

LIFETIME = timedelta(minutes=30)
# PBKDF2 of this many rounds for each try: about a millisecond for us, one to ten for a visitor's device.
ROUNDS = 5_000
FEWEST_TRIES, MOST_TRIES = 100, 300
LONGEST_SOLUTION = 4_000


def new_challenge(*, at: datetime) -> dict[str, Any]:
    """What to hand to the browser as JSON. Costs one PBKDF2."""
    tries = FEWEST_TRIES + secrets.randbelow(MOST_TRIES - FEWEST_TRIES)
    challenge = altcha.create_challenge(
        "PBKDF2/SHA-256",
        ROUNDS,
        counter=tries,
        expires_at=at + LIFETIME,
        hmac_secret=secret("challenge"),
        hmac_key_secret=secret("solution"),
    )
    made: dict[str, Any] = challenge.to_dict()
    return made


def is_solved(solution: str, *, used_for: str) -> bool:
    """Whether a challenge of ours was solved, has not expired, and was used for nothing but `used_for` before.

    Args:
        solution: base64 of JSON, as ALTCHA's widget posts it; anything at all may come.
        used_for: what is sent along. The same may come again: a lost answer is sent again with the same solution.
    """
    if not 0 < len(solution) <= LONGEST_SOLUTION or not solution.isascii():
        return False
    checked = altcha.verify_solution(solution, secret("challenge"), hmac_key_secret=secret("solution"))
    return checked.verified and is_first_use(signature_of(solution), used_for)


def is_first_use(signature: str, used_for: str) -> bool:
    key = f"proof-of-work:{signature}"
    try:
        return cache.add(key, used_for, LIFETIME.total_seconds()) or cache.get(key) == used_for
    except (RedisError, OSError):
        return True  # a cache that is away must not hold anybody back


def signature_of(solution: str) -> str:
    """Of one that was verified."""
    signature: str = json.loads(b64decode(solution))["challenge"]["signature"]
    return signature


def secret(use: str) -> str:
    return salted_hmac("protection.proof_of_work", use, algorithm="sha256").hexdigest()
