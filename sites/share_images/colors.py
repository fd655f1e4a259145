"""A brand's hue as the layers of the stylesheet's scenes (OKLCH in static/css/site.css), in sRGB for Pillow."""

from dataclasses import dataclass
from typing import Self

from sites.brand_colors import srgb_of_oklch

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
        return cls(*(screen_color(lightness, strength * chroma, hue) for lightness, strength in tones))


def screen_color(lightness: float, chroma: float, hue: float) -> Color:
    """In whole steps, as Pillow takes them."""
    red, green, blue = (round(255 * channel) for channel in srgb_of_oklch(lightness, chroma, hue))
    return red, green, blue
