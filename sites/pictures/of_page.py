"""Which renditions the pictures of one page have, read in one query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.blocks import BoundBlock, StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

from sites.compiled_queries import compiled
from sites.pictures.shapes import Shape

# Page, block, its list, the row in it, the provider of the row, the photograph.
DEEPEST = 7


@dataclass(frozen=True)
class File:
    name: str
    """In the storage of renditions."""
    width: int
    height: int

    @property
    def url(self) -> str:
        """Asked of the few that a page shows, not of all that were made."""
        return str(get_image_model().get_rendition_model()._meta.get_field("file").storage.url(self.name))


class Pictures:
    """The pictures of a page while it is rendered.

    `shown` is what its template was given, `page` the page whose body it shows: every image in there is looked up with
    the first that is asked for. One from elsewhere costs a query of its own, unless it is expected or was fetched with
    `renditions`.
    """

    def __init__(self, shown: object = (), *, page: Model | None = None) -> None:
        self.shown = shown
        self.page = page
        self.files_by_image: dict[int, dict[tuple[str, str], File]] = {}
        self.missing: list[tuple[int, str]] = []
        """Image and filter of each rendition that the page would have offered."""
        self.count = 0

    def files(self, image: AbstractImage, shape: Shape, image_format: str) -> list[File]:
        """In this format, as far as they were made; smallest first, each width once."""
        made = self.made(image)
        found: dict[int, File] = {}
        for spec in shape.specs(image_format):
            file = made.get((spec, focal_point_key(spec, image)))
            if file is None:
                self.missing.append((image.pk, spec))
            else:
                found.setdefault(file.width, file)
        return list(found.values())

    def fallback(self, image: AbstractImage, shape: Shape) -> File | None:
        """One small JPEG made now, for a picture so new that nothing was made of it; None if the original is gone."""
        try:
            rendition = image.get_rendition(shape.fallback_spec)
        except (SourceImageIOError, OSError):
            return None
        return File(rendition.file.name, rendition.width, rendition.height)

    def made(self, image: AbstractImage) -> dict[tuple[str, str], File]:
        if "renditions" in getattr(image, "_prefetched_objects_cache", {}):
            return {
                (each.filter_spec, each.focal_point_key): File(each.file.name, each.width, each.height)
                for each in image.renditions.all()
            }
        if image.pk not in self.files_by_image:
            known = {each.pk for each in (*images_in(self.shown), *images_in(bodies_of(self.page)), image)}
            self.files_by_image |= read_files(known - self.files_by_image.keys())
        return self.files_by_image[image.pk]

    def expect(self, shown: object) -> None:
        """Look up the images in `shown` with the first of them, or of any others, that is asked for."""
        self.shown = (self.shown, shown)


def read_files(image_ids: set[int]) -> dict[int, dict[tuple[str, str], File]]:
    files: dict[int, dict[tuple[str, str], File]] = defaultdict(dict, {image_id: {} for image_id in image_ids})
    for image_id, spec, key, name, width, height in renditions_of(image_ids=sorted(image_ids)):
        files[image_id][spec, key] = File(name, width, height)
    return files


@compiled
def renditions_of(image_ids: Sequence[int]) -> "QuerySet[Any, tuple[int, str, str, str, int, int]]":
    renditions = get_image_model().get_rendition_model().objects.filter(image__pk__in=image_ids)
    return renditions.values_list("image_id", "filter_spec", "focal_point_key", "file", "width", "height")


def images_in(shown: object, *, depth: int = DEEPEST) -> Iterator[AbstractImage]:
    """Every image reachable in `shown` without a query: through lists, blocks, and relations fetched already."""
    if depth == 0:
        return
    if isinstance(shown, AbstractImage):
        yield shown
        return
    for each in parts_of(shown):
        yield from images_in(each, depth=depth - 1)


def parts_of(shown: object) -> Iterable[Any]:
    match shown:
        case Model():
            # Not its body: a list of pages shows their cards, and each body would cost a query.
            return shown._state.fields_cache.values()
        case BoundBlock():
            return (shown.value,)
        case Mapping():
            return shown.values()
        case list() | tuple() | QuerySet() | StreamValue() | ListValue():
            return shown
        case _:
            return ()


def bodies_of(page: Model | None) -> list[StreamValue]:
    return [value for value in vars(page).values() if isinstance(value, StreamValue)] if page else []


@cache
def filter_of(spec: str) -> Filter:
    return Filter(spec=spec)


def focal_point_key(spec: str, image: AbstractImage) -> str:
    """What tells the renditions of one filter apart after the focal point was moved."""
    return str(filter_of(spec).get_cache_key(image))
