"""A share image: the title in the sky, hills, and whose page it is on the ground."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from sites.share_images.card import SHARE_IMAGE_SIZE, ShareCard
from sites.share_images.colors import GLOW, LAMP, Color, Layers
from sites.share_images.lettering import BOLD, REGULAR, fitted

type Point = tuple[float, float]

WIDTH, HEIGHT = SHARE_IMAGE_SIZE
MARGIN = 80
NAME_AT = 550  # what the name stands on; the place is below
SAMPLES = 2  # shapes are drawn larger and reduced, for smooth edges

# Left of the lamp, above the hills: size in pixels, and how many lines of it there is room for.
TITLE_WIDTH = 890
TITLE_SIZES = ((88, 3), (76, 3), (66, 4), (58, 5), (52, 5))
LINE_HEIGHT = 1.12
LAMP_AT, LAMP_RADIUS = (1080, 120), 46

# Both hills as (x, y) from left to right; the near one is the ground's upper edge.
FAR_HILL = ((0, 470), (150, 420), (330, 455), (560, 400), (800, 452), (1010, 405), (1200, 440))
NEAR_HILL = ((0, 505), (220, 468), (470, 500), (720, 462), (980, 500), (1200, 470))


def draw(card: ShareCard) -> bytes:
    """The card as PNG, whatever its texts hold: what the font lacks is a box, what is too long is cut."""
    colors = Layers.of(hue=card.hue, chroma=card.chroma)
    image = scenery(colors)
    canvas = ImageDraw.Draw(image)
    title = fitted(card.title or card.name, width=TITLE_WIDTH, sizes=TITLE_SIZES, weight=BOLD)
    line_height = title.font.size * LINE_HEIGHT
    top = MARGIN - title.font.size * 0.2
    for number, line in enumerate(title.lines):
        canvas.text((MARGIN, top + number * line_height), line, font=title.font, fill=colors.ink)
    name = fitted(card.name, width=WIDTH - 2 * MARGIN, sizes=((40, 1), (34, 1), (28, 1)), weight=BOLD)
    place = fitted(card.place, width=WIDTH - 2 * MARGIN, sizes=((30, 1),), weight=REGULAR)
    name_below = 0 if place.lines else 16
    for line in name.lines:
        canvas.text((MARGIN, NAME_AT + name_below), line, font=name.font, fill=colors.on_deep, anchor="ls")
    for line in place.lines:
        canvas.text((MARGIN, NAME_AT + 46), line, font=place.font, fill=colors.on_deep_2, anchor="ls")
    file = BytesIO()
    # Few colours: a palette makes the file a third as large.
    image.quantize(colors=128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def scenery(colors: Layers) -> Image.Image:
    image = Image.new("RGB", (WIDTH * SAMPLES, HEIGHT * SAMPLES), colors.sky)
    canvas = ImageDraw.Draw(image)
    x, y = LAMP_AT
    for radius, color in ((LAMP_RADIUS * 1.5, GLOW), (LAMP_RADIUS, LAMP)):
        canvas.ellipse([SAMPLES * each for each in (x - radius, y - radius, x + radius, y + radius)], fill=color)
    hill(canvas, FAR_HILL, colors.far)
    hill(canvas, [(x, y - 26) for x, y in NEAR_HILL], colors.near)
    hill(canvas, [(x, y + 8) for x, y in NEAR_HILL], colors.deep)
    return image.reduce(SAMPLES)


def hill(canvas: ImageDraw.ImageDraw, edge: Sequence[Point], color: Color) -> None:
    points = [(x * SAMPLES, y * SAMPLES) for x, y in smooth(edge)]
    bottom = HEIGHT * SAMPLES
    canvas.polygon([(0, bottom), *points, (WIDTH * SAMPLES, bottom)], fill=color)


def smooth(points: Sequence[Point], *, steps: int = 24) -> list[Point]:
    """A curve through the points (Catmull and Rom's)."""
    padded = [points[0], *points, points[-1]]
    found: list[Point] = []
    for corners in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        xs, ys = zip(*corners, strict=True)
        found += [(between(*xs, t=step / steps), between(*ys, t=step / steps)) for step in range(steps)]
    return [*found, points[-1]]


def between(before: float, start: float, end: float, after: float, *, t: float) -> float:
    """From `start` (t is 0) to `end` (t is 1), leaning as the neighbours ask."""
    square, cube = 2 * before - 5 * start + 4 * end - after, 3 * start - before - 3 * end + after
    return 0.5 * (2 * start + (end - before) * t + square * t**2 + cube * t**3)
