"""Words of any length in a given width: as large as they fit, never over the edge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.staticfiles import finders
from PIL import ImageFont

type Font = ImageFont.FreeTypeFont
type Measure = Callable[[str], float]

FONT_FILE = "font/atkinson-next.woff2"
BOLD, REGULAR = 650, 400
ELLIPSIS = "…"


@dataclass(frozen=True)
class Lettering:
    lines: list[str]
    font: Font


def font_of(size: int, *, weight: int) -> Font:
    """A new one each time: a font's weight is a state of the object."""
    font = ImageFont.truetype(str(finders.find(FONT_FILE)), size)
    font.set_variation_by_axes([weight])
    return font


def fitted(text: str, *, width: float, sizes: Sequence[tuple[int, int]], weight: int) -> Lettering:
    """In the first of `sizes`, each (pixels, most lines), that the text fits in; in the last, what is over is cut."""
    for size, most_lines in sizes:
        font = font_of(size, weight=weight)
        lines = wrapped(text, width=width, measure=font.getlength)
        if len(lines) <= most_lines:
            return Lettering(lines, font)
    return Lettering(cut(lines, most_lines, width=width, measure=font.getlength), font)


def wrapped(text: str, *, width: float, measure: Measure) -> list[str]:
    """Broken between words; a word that is wider than a line is broken within."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines += pieces(word, width=width, measure=measure)
    return lines


def pieces(word: str, *, width: float, measure: Measure) -> list[str]:
    found = [""]
    for character in word:
        if found[-1] and measure(found[-1] + character) > width:
            found.append("")
        found[-1] += character
    return found


def cut(lines: list[str], most_lines: int, *, width: float, measure: Measure) -> list[str]:
    """The first lines, the last of them ending where there is room for the mark of a cut."""
    kept = lines[:most_lines]
    while kept[-1] and measure(kept[-1] + ELLIPSIS) > width:
        kept[-1] = kept[-1][:-1].rstrip()
    kept[-1] += ELLIPSIS
    return kept
