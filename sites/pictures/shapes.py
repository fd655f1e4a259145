"""The one table of widths. A shape is a place on a page, and what a browser needs to choose a file for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

# Best first: a browser takes the first that it can show.
FORMATS = settings.PICTURE_FORMATS


@dataclass(frozen=True)
class Shape:
    """Attributes:
    crops: Wagtail's filters, smallest first; "fill" keeps the focal point in sight.
    sizes: how wide it stands on the page, in CSS; agrees with site.css.
    is_main: may be what a page opens with; then it is fetched before all others.
    is_cut: the stylesheet shows a part of it, as high as the window allows; the focal point stays in sight.
    is_small: weighs next to nothing, and the picture after it is still the first.
    """

    crops: tuple[str, ...]
    sizes: str
    is_main: bool = False
    is_cut: bool = False
    is_small: bool = False

    def specs(self, image_format: str) -> list[str]:
        return [f"{crop}|format-{image_format}" for crop in self.crops]

    def all_specs(self) -> Iterator[str]:
        for image_format in FORMATS:
            yield from self.specs(image_format)

    @property
    def fallback_spec(self) -> str:
        """Every browser shows it, and it is the quickest to make."""
        return self.specs("jpeg")[0]


SHAPES = {
    "hero": Shape(("width-480", "width-960", "width-1600"), "100vw", is_main=True, is_cut=True),
    "room": Shape(("width-480", "width-960"), "(min-width: 62rem) 34rem, 100vw", is_main=True),
    "article": Shape(("width-480", "width-960"), "(min-width: 44rem) 42rem, 100vw", is_main=True),
    "figure": Shape(("width-480", "width-960"), "(min-width: 62rem) 42rem, 100vw"),
    "video": Shape(("fill-480x270", "fill-960x540"), "(min-width: 62rem) 42rem, 100vw"),
    "card": Shape(("fill-480x320", "fill-960x640"), "(min-width: 48rem) 24rem, 100vw"),
    "portrait": Shape(("fill-320x374", "fill-640x748"), "20rem", is_main=True),
    "person": Shape(("fill-240x280", "fill-480x560"), "13.5rem"),
    "byline": Shape(("fill-52x52", "fill-104x104"), "52px", is_small=True),
}
