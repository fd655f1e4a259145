"""`{% responsive_picture image "hero" %}`: a photograph in the widths of a shape; see `sites/pictures/shapes.py`."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractImage

from sites.pictures import FORMATS, SHAPES, Pictures

register = template.Library()

MIDDLE = 2  # of four quarters


@register.simple_tag(takes_context=True)
def responsive_picture(
    context: dict[str, Any],
    image: AbstractImage | None,
    shape_name: str,
    *,
    alt: str | None = None,
) -> SafeString | str:
    """Each format as far as it was made: nothing is encoded while a visitor waits, but for one small JPEG where there
    is nothing at all. The first picture of a page is loaded at once, the others when they come near.

    `alt` is the image's own description unless given; `alt=""` is for a picture that says nothing new. Nothing where
    no image was chosen yet, in a draft, or where the chosen one was deleted since.
    """
    if image is None:
        return ""
    pictures = context.get("pictures") or Pictures()
    shape = SHAPES[shape_name]
    by_format = {each: pictures.files(image, shape, each) for each in FORMATS}
    fallback = next(iter(by_format["jpeg"]), None) or pictures.fallback(image, shape)
    if fallback is None:
        return ""
    is_first = pictures.count == 0
    pictures.count += not shape.is_small
    attributes = {
        "src": fallback.url,
        "srcset": srcset(by_format["jpeg"]) if len(by_format["jpeg"]) > 1 else None,
        "sizes": shape.sizes if len(by_format["jpeg"]) > 1 else None,
        "width": fallback.width,
        "height": fallback.height,
        "alt": description_of(image) if alt is None else alt,
        "class": " ".join(focus_of(image) if shape.is_cut else ()) or None,
        "loading": None if is_first or shape.is_small else "lazy",
        "fetchpriority": "high" if is_first and shape.is_main else None,
    }
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((each, srcset(by_format[each]), shape.sizes) for each in FORMATS[:-1] if by_format[each]),
    )
    shown = {name: value for name, value in attributes.items() if value is not None}
    return format_html("<picture>{}<img{}></picture>", sources, flatatt(shown))


def focus_of(image: AbstractImage) -> Iterator[str]:
    """Where its focal point lies, in quarters of its width and height, as classes of site.css; none for the middle."""
    point = image.get_focal_point()
    if point is None:
        return
    for axis, at, size in (("x", point.centroid_x, image.width), ("y", point.centroid_y, image.height)):
        quarters = round(4 * at / size)
        if quarters != MIDDLE:
            yield f"focus-{axis}{quarters}"


def srcset(files: list[Any]) -> str:
    return ", ".join(f"{file.url} {file.width}w" for file in files)


def description_of(image: AbstractImage) -> str:
    """The words given where the picture was chosen, else the image's own."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", "") or image.default_alt_text)
