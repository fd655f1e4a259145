"""What may be said of an error outside the database: where it broke, never who was there or what they typed."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from config.env import PROJECT_ROOT

# RFC 5322 atoms, as typed or as a form encodes them.
EMAIL_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*")
# Seven digits or more, however they are grouped: a phone number, and nothing we would miss.
PHONE_NUMBER = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
QUERY_STRING = re.compile(r"\?[^\s\"'<>]*")
LONGEST_TEXT = 2_000
LONGEST_TRACE = 40


def scrub_text(text: str) -> str:
    """The text, cut short, without e-mail addresses, phone numbers and query strings."""
    text = QUERY_STRING.sub("?[query]", text[:LONGEST_TEXT])
    return PHONE_NUMBER.sub("[number]", EMAIL_ADDRESS.sub("[e-mail]", text))


def describe(error: BaseException) -> list[dict[str, object]]:
    """The exception and what caused it, each as {"type", "frames"}, innermost frame last.

    What an exception says is left out: it quotes values, such as "duplicate key … (email)=(…)".
    """
    return [{"type": type_name(each), "frames": list(frames(each))} for each in chain(error)]


def chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        yield each
        seen.add(id(each))
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def type_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def frames(error: BaseException) -> Iterator[str]:
    """ "leads/intake.py:53 record_consult_request", the innermost last and the outermost left out of a long trace."""
    summary = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    for frame in summary[-LONGEST_TRACE:]:
        path = Path(frame.filename)
        shown = path.relative_to(PROJECT_ROOT) if path.is_relative_to(PROJECT_ROOT) else path
        yield f"{shown}:{frame.lineno} {frame.name}"
