"""Pages as small pictures, and how far two of them are apart.

A page is compared at an eighth of its size: what a designer would notice stays, what another machine draws otherwise
(the edge of a letter, the arrow of a select) does not.
"""

from pathlib import Path

from PIL import Image, ImageChops, ImageOps, ImageStat

SCALE = 8
# Of each colour: a picture is kept in half the bytes, and nobody sees the difference.
BITS = 5
# Compared block by block too: a missing line of text is nothing in the mean of a long page.
BLOCK = 8
# Differences are means over the colours of the pixels, 0 to 255. The same machine draws the same picture, to the bit.
# All letters half a pixel aside, or a seventh of a pixel bolder, or a thirtieth apart stay below 2.7 and 19.
LARGEST_MEAN = 3.0
LARGEST_OF_A_BLOCK = 28.0
# In thumbnail pixels: a page is as tall as its text makes it.
LARGEST_CHANGE_OF_HEIGHT = 2


def thumbnail(screenshot: Path) -> Image.Image:
    """Of a JPEG, whose squares of 8 by 8 pixels begin with their mean: the rest of it is not even decoded."""
    with Image.open(screenshot) as picture:
        picture.draft("RGB", (picture.width // SCALE, picture.height // SCALE))
        return ImageOps.posterize(picture, BITS)


def store(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def load(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def difference(now: Image.Image, before: Image.Image) -> str:
    """What changed, for a person; empty where nothing did."""
    taller = now.height - before.height
    if now.width != before.width or abs(taller) > LARGEST_CHANGE_OF_HEIGHT:
        return f"{now.width * SCALE}x{now.height * SCALE} px, not {before.width * SCALE}x{before.height * SCALE}"
    common = (0, 0, now.width, min(now.height, before.height))
    apart = ImageChops.difference(now.crop(common), before.crop(common))
    if (mean := mean_of(apart)) > LARGEST_MEAN:
        return f"differs by {mean:.1f} on average"
    worst, left, top = max(worst_block(apart, x, y) for x in (0, BLOCK // 2) for y in (0, BLOCK // 2))
    if worst > LARGEST_OF_A_BLOCK:
        return f"differs by {worst:.0f} around {left * SCALE} px from the left and {top * SCALE} px from the top"
    return ""


def worst_block(apart: Image.Image, left: int, top: int) -> tuple[float, int, int]:
    """The largest mean of a block, and where it begins; blocks lie side by side from `left` and `top` on."""
    blocks = apart.crop((left, top, apart.width, apart.height)).reduce(BLOCK)
    means = [sum(colours) / len(colours) for colours in blocks.get_flattened_data()]
    place = max(range(len(means)), key=means.__getitem__)
    row, column = divmod(place, blocks.width)
    return means[place], left + column * BLOCK, top + row * BLOCK


def mean_of(picture: Image.Image) -> float:
    bands = ImageStat.Stat(picture).mean
    return sum(bands) / len(bands)
