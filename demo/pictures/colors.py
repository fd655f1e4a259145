"""Colours: a clinic's hue becomes the same layers as in the site's stylesheet (OKLCH), in sRGB for Pillow."""

from math import cos, radians, sin
from typing import NamedTuple

Color = tuple[int, int, int]

LAMP: Color = (245, 196, 81)
SNOW: Color = (250, 247, 240)


class Layers(NamedTuple):
    """A scene's colours from the back, `sky`, to the front hill, which is also the band under the picture."""

    sky: Color
    l1: Color
    l2: Color
    l3: Color
    l4: Color
    deep: Color


def layers(hue: float, *, chroma: float = 1.0) -> Layers:
    """The scene colours of a brand: `hue` in degrees, `chroma` from 0 (grey) to 1."""
    tones = ((0.935, 0.030), (0.875, 0.046), (0.79, 0.066), (0.67, 0.066), (0.50, 0.066), (0.28, 0.046))
    return Layers(*(oklch(lightness, strength * chroma, hue) for lightness, strength in tones))


def oklch(lightness: float, chroma: float, hue: float) -> Color:
    """An OKLCH colour in sRGB, clipped to what a screen can show. After Björn Ottosson's OKLab matrices."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def mix(one: Color, other: Color, share: float) -> Color:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _channel(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * value)
