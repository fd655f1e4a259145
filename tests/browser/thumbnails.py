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
    with Image.open(screenshot) as picture:
        return ImageOps.posterize(picture.convert("RGB").reduce(SCALE), BITS)


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
    worst, left, top = max(
        (mean_of(apart.crop((x, y, x + BLOCK, y + BLOCK))), x, y)
        for y in range(0, max(1, common[3] - BLOCK), BLOCK // 2)
        for x in range(0, max(1, common[2] - BLOCK), BLOCK // 2)
    )
    if worst > LARGEST_OF_A_BLOCK:
        return f"differs by {worst:.0f} around {left * SCALE} px from the left and {top * SCALE} px from the top"
    return ""


def mean_of(picture: Image.Image) -> float:
    bands = ImageStat.Stat(picture).mean
    return sum(bands) / len(bands)
