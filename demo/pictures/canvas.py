"""A flat drawing surface: shapes in the drawing's own units, drawn large and made small for smooth edges."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, cos, floor, pi, sin

from PIL import Image, ImageChops, ImageDraw

from .colors import Color

Point = tuple[float, float]
Shape = list[Point]

SAMPLES = 4  # times the size in each direction: sixteen samples a pixel
CURVE_STEPS = 20


class Canvas:
    """`view` is the drawing's width and height in units; it covers `size` pixels, cropped at the sides or the top.

    The bottom edge always shows: a scene's front hill must meet the band below it.
    """

    def __init__(self, size: tuple[int, int], *, view: tuple[float, float], ground: Color) -> None:
        self.size = size
        self._image = Image.new("RGB", (size[0] * SAMPLES, size[1] * SAMPLES), ground)
        self._draw = ImageDraw.Draw(self._image)
        self._scale = max(self._image.width / view[0], self._image.height / view[1])
        self._left = (self._image.width - view[0] * self._scale) / 2
        self._top = self._image.height - view[1] * self._scale

    def fill(self, shape: Shape, color: Color, *, inside: Shape | None = None) -> None:
        """Fill a shape; with `inside`, only where the other shape is too."""
        if inside is None:
            self._draw.polygon(self._pixels(shape), fill=color)
            return
        ours, theirs = self._pixels(shape), self._pixels(inside)
        # Only the rectangle that both touch is worth a mask: a whole one at this size takes most of the time.
        edges = [_edges(ours), _edges(theirs), (0, 0, *self._image.size)]
        left, top = (max(edge[side] for edge in edges) for side in (0, 1))
        right, bottom = (min(edge[side] for edge in edges) for side in (2, 3))
        if left < right and top < bottom:
            masks = [_mask(points, left=left, top=top, size=(right - left, bottom - top)) for points in (ours, theirs)]
            self._image.paste(color, (left, top), mask=ImageChops.darker(*masks))

    def stroke(self, line: Sequence[Point], color: Color, *, width: float) -> None:
        """Draw an open line with round ends."""
        pixels = self._pixels(line)
        across = width * self._scale
        self._draw.line(pixels, fill=color, width=round(across), joint="curve")
        for x, y in (pixels[0], pixels[-1]):
            self._draw.ellipse((x - across / 2, y - across / 2, x + across / 2, y + across / 2), fill=color)

    def picture(self) -> Image.Image:
        """The finished picture in its promised size."""
        return self._image.reduce(SAMPLES)

    def _pixels(self, shape: Iterable[Point]) -> list[Point]:
        return [(self._left + x * self._scale, self._top + y * self._scale) for x, y in shape]


def _edges(points: Sequence[Point]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a shape in pixels, the last two just outside it."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return floor(min(across)), floor(min(down)), ceil(max(across)) + 1, ceil(max(down)) + 1


def _mask(points: Sequence[Point], *, left: int, top: int, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in points], fill=255)
    return mask


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> Shape:
    ry = rx if ry is None else ry
    return [(x + rx * cos(turn * pi / 60), y + ry * sin(turn * pi / 60)) for turn in range(120)]


def box(x: float, y: float, width: float, height: float) -> Shape:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def arch(x: float, width: float, *, top: float, foot: float) -> Shape:
    """A window with a round head."""
    r = width / 2
    head = [(x + r - r * cos(turn * pi / 60), top + r - r * sin(turn * pi / 60)) for turn in range(61)]
    return [(x, foot), *head, (x + width, foot)]


def outline(path: str) -> Shape:
    """The points of an SVG path of one piece; knows M, L, H, V, C, Q and Z, absolute and relative."""
    points: Shape = [(0.0, 0.0)]
    for command, numbers in re.findall(r"([MLHVCQZmlhvcqz])([^MLHVCQZmlhvcqz]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        for start in range(0, len(values), VALUES_OF[command.upper()] or 1):
            here = points[-1]
            points += _segment(command, values[start : start + VALUES_OF[command.upper()]], here=here)
    return points[1:]


VALUES_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


def _segment(command: str, values: list[float], *, here: Point) -> Shape:
    x, y = here if command.islower() else (0.0, 0.0)
    match command.upper():
        case "H":
            return [(x + values[0], here[1])]
        case "V":
            return [(here[0], y + values[0])]
    ends = [(x + values[i], y + values[i + 1]) for i in range(0, len(values), 2)]
    if len(ends) == 1:
        return ends
    controls = [here, *ends]
    return [_bezier(controls, step / CURVE_STEPS) for step in range(1, CURVE_STEPS + 1)]


def _bezier(controls: list[Point], t: float) -> Point:
    while len(controls) > 1:
        controls = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(controls)]
    return controls[0]


def mirrored(shape: Shape, *, axis: float) -> Shape:
    return [(2 * axis - x, y) for x, y in shape]


def placed(shape: Iterable[Point], x: float, y: float, *, size: float = 1.0) -> Shape:
    """A shape drawn around (0, 0), moved to (x, y) and made `size` times as large."""
    return [(x + px * size, y + py * size) for px, py in shape]
