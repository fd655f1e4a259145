"""What a brand's two numbers make of text and ground: the colours of static/css/site.css as plain sums.

A clinic's editor picks a hue and its strength. The stylesheet derives every colour from them, in light and dark; this
module derives those that carry text, so that a brand nobody could read is refused when it is picked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# WCAG 2.2, success criterion 1.4.3: text of normal size against what lies behind it.
LEAST_CONTRAST = 4.5

# How much of the hue each step of the stylesheet takes: --c1 to --c5, before --c.
CHROMA_STEPS = {"c0": 0.0, "c1": 0.016, "c2": 0.03, "c3": 0.046, "c4": 0.066, "c5": 0.09}

type Color = tuple[float, float, float]
"""Red, green and blue of sRGB, 0 to 1."""


@dataclass(frozen=True)
class Token:
    """A colour of the stylesheet: `oklch(lightness var(--step) var(--h))`."""

    lightness: float
    step: str


@dataclass(frozen=True)
class Pair:
    """Text on a ground, by the names of their tokens."""

    text: str
    ground: str
    contrast: float
    scheme: str


# Paper, card and what is written on the brand colour hold a breath of warm white in the light scheme, the same for
# every brand; as far as contrast goes it is white.
LIGHT = {
    "paper": Token(0.986, "c0"),
    "card": Token(0.998, "c0"),
    "tint": Token(0.956, "c1"),
    "sky": Token(0.935, "c2"),
    "ink": Token(0.24, "c2"),
    "ink-2": Token(0.42, "c2"),
    "brand": Token(0.42, "c5"),
    "brand-2": Token(0.34, "c4"),
    "on-brand": Token(0.99, "c0"),
    "deep": Token(0.28, "c3"),
    "on-deep": Token(0.96, "c1"),
    "on-deep-2": Token(0.84, "c2"),
}
DARK = LIGHT | {
    "paper": Token(0.21, "c1"),
    "card": Token(0.27, "c1"),
    "tint": Token(0.24, "c1"),
    "sky": Token(0.31, "c3"),
    "ink": Token(0.94, "c1"),
    "ink-2": Token(0.80, "c1"),
    "brand": Token(0.84, "c4"),
    "brand-2": Token(0.91, "c3"),
    "on-brand": Token(0.20, "c2"),
    "deep": Token(0.16, "c1"),
}
SCHEMES = {"light": LIGHT, "dark": DARK}
SCHEME_NAMES = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}

GROUNDS = ("paper", "card", "tint", "sky")
TEXT_ON_GROUND = (
    *((text, ground) for text in ("ink", "ink-2", "brand", "brand-2") for ground in GROUNDS),
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    ("on-deep", "deep"),
    ("on-deep-2", "deep"),
)


def pairs(*, hue: float, strength: float) -> Iterator[Pair]:
    """Every text and ground that pages of this brand show, in both schemes."""
    for scheme, tokens in SCHEMES.items():
        colors = {name: color_of(token, hue=hue, strength=strength) for name, token in tokens.items()}
        for text, ground in TEXT_ON_GROUND:
            yield Pair(text, ground, contrast(colors[text], colors[ground]), scheme)


def worst_pair(*, hue: float, strength: float) -> Pair:
    return min(pairs(hue=hue, strength=strength), key=lambda pair: pair.contrast)


def swatches(*, hue: float, strength: float) -> list[dict[str, str | int]]:
    """A sample of each scheme, for a picture: colours as "#rrggbb", and the weakest contrast as editors know it."""
    samples: list[dict[str, str | int]] = []
    for at, (scheme, tokens) in enumerate(SCHEMES.items()):
        weakest = min(pair.contrast for pair in pairs(hue=hue, strength=strength) if pair.scheme == scheme)
        colors: dict[str, str | int] = {
            name.replace("-", "_"): hex_of(color_of(token, hue=hue, strength=strength))
            for name, token in tokens.items()
        }
        words: dict[str, str | int] = {
            "name": str(SCHEME_NAMES[scheme]),
            "sample": _("Call us"),
            "contrast": f"{weakest:.1f} : 1",
            "left": 280 * at,
        }
        samples.append(colors | words)
    return samples


def color_of(token: Token, *, hue: float, strength: float) -> Color:
    return srgb_of_oklch(token.lightness, CHROMA_STEPS[token.step] * strength, hue)


def srgb_of_oklch(lightness: float, chroma: float, hue: float) -> Color:
    """By the matrices of https://bottosson.github.io/posts/oklab/; what sRGB cannot show is clipped, as browsers may.

    Args:
        hue: in degrees.
    """
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (encoded(min(max(channel, 0.0), 1.0)) for channel in linear)
    return red, green, blue


def encoded(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def decoded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def relative_luminance(color: Color) -> float:
    red, green, blue = (decoded(channel) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """WCAG's ratio, 1 to 21."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def hex_of(color: Color) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in color)
