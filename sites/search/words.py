"""What somebody searches for, as words."""

import re

MAX_LENGTH = 100
MAX_WORDS = 8  # each is one more condition that every page must meet
WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Letters and digits alone: quotes, operators and what no keyboard types mean nothing to any database then."""
    return WORD.findall(text)[:MAX_WORDS]
