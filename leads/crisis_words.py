"""Do these texts hold words of somebody who may be in a crisis? A rule that rather asks a person once too often.

Words are compared without accents, case and apostrophes, whole, in their order: "Don't want to live" holds "dont want
to live", "livestock" does not hold "live". A long word may have one slip in it, "sucide" and "myslef" are understood,
and so are words that were run together or apart, "my self", "killmyself".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

APOSTROPHES = re.compile(r"[\u0027\u0060\u00b4\u02bc\u2018\u2019\u201b\uff07]")
WORD = re.compile(r"[a-z0-9]+")
DRAWN_OUT = re.compile(r"(.)\1{2,}")

# Below this a word with one letter changed is too often another word: "live" and "love".
SHORTEST_WITH_A_SLIP = 6


class Phrase(NamedTuple):
    """What to look for, ready."""

    words: tuple[str, ...]
    letters: str
    """Run together."""
    short: frozenset[str]
    """The words that allow no slip."""


class Told:
    """What was written, ready to be searched for many phrases."""

    def __init__(self, text: str) -> None:
        self.words = words_of(text)
        self.vocabulary = set(self.words)
        self.together = "".join(self.words)
        ends = list(accumulate(len(word) for word in self.words))
        self.boundaries = {0, *ends}

    def holds(self, phrase: Phrase) -> bool:
        # The two quick looks first: they say no to nearly all of a long list.
        if phrase.letters in self.together and self.holds_letters(phrase.letters):
            return bool(phrase.words)
        return phrase.short <= self.vocabulary and self.holds_words(phrase)

    def holds_letters(self, letters: str) -> bool:
        """Whether whole words next to each other make up just these letters: "my self" and "killmyself"."""
        start = self.together.find(letters)
        while start >= 0:
            if {start, start + len(letters)} <= self.boundaries:
                return True
            start = self.together.find(letters, start + 1)
        return False

    def holds_words(self, phrase: Phrase) -> bool:
        """Whether the words stand there one after the other, long ones with a slip at most."""
        spellings = [self.spellings_of(wanted) for wanted in phrase.words]
        if not spellings or not all(spellings):
            return False
        windows = zip(*(self.words[offset:] for offset in range(len(phrase.words))), strict=False)
        return any(all(word in fits for word, fits in zip(window, spellings, strict=True)) for window in windows)

    def spellings_of(self, wanted: str) -> set[str]:
        if len(wanted) < SHORTEST_WITH_A_SLIP:
            return {wanted} & self.vocabulary
        return {word for word in self.vocabulary if is_spelling_of(word, wanted)}


def crisis_phrases_in(texts: Iterable[str], phrases: Iterable[str]) -> list[str]:
    """Those of `phrases` that stand in any of `texts`, in their order, each once."""
    told = [Told(text) for text in texts if text]
    return [phrase for phrase in dict.fromkeys(phrases) if any(each.holds(ready(phrase)) for each in told)]


@lru_cache(maxsize=2_000)
def ready(phrase: str) -> Phrase:
    """Kept: the phrases are the same in every request. What somebody wrote is never kept."""
    words = tuple(words_of(phrase))
    short = frozenset(word for word in words if len(word) < SHORTEST_WITH_A_SLIP)
    return Phrase(words=words, letters="".join(words), short=short)


def words_of(text: str) -> list[str]:
    """Plain lower-case words: "¡No quería VIVIR!" is ["no", "queria", "vivir"], "sooooo" is "soo"."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text)).casefold()
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return WORD.findall(DRAWN_OUT.sub(r"\1\1", letters))


def is_spelling_of(word: str, wanted: str) -> bool:
    """The same word, or with one slip after its first letter."""
    if word == wanted:
        return True
    return word[0] == wanted[0] and len(wanted) >= SHORTEST_WITH_A_SLIP and is_one_slip(word, wanted)


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter was left out, added, changed, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    rest, wanted = one[same:], other[same:]
    if len(rest) == len(wanted):
        swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
        return rest[1:] == wanted[1:] or swapped
    longer, shorter = (rest, wanted) if len(rest) > len(wanted) else (wanted, rest)
    return longer[1:] == shorter
