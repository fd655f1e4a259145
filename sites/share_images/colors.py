"""A brand's hue as the layers of the stylesheet's scenes (OKLCH in static/css/site.css), in sRGB for Pillow."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Self

type Color = tuple[int, int, int]

LAMP: Color = (245, 196, 81)
GLOW: Color = (250, 226, 160)


@dataclass(frozen=True)
class Layers:
    sky: Color
    far: Color
    near: Color
    deep: Color
    ink: Color
    on_deep: Color
    on_deep_2: Color

    @classmethod
    def of(cls, *, hue: float, chroma: float) -> Self:
        """Lightness and strength of --sky, --l1, --l2, --deep, --ink, --on-deep and --on-deep-2."""
        tones = (
            (0.935, 0.030), (0.875, 0.046), (0.79, 0.066), (0.28, 0.046), (0.24, 0.030), (0.96, 0.016), (0.84, 0.030),
        )  # fmt: skip
        return cls(*(srgb_of_oklch(lightness, strength * chroma, hue) for lightness, strength in tones))


def srgb_of_oklch(lightness: float, chroma: float, hue: float) -> Color:
    """By the matrices of https://bottosson.github.io/posts/oklab/, clipped to what sRGB can show. Hue in degrees."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _channel(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    return round(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))
