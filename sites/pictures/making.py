"""Renditions made ahead: for a page, what its own template would have shown and did not find."""

from collections import defaultdict
from collections.abc import Iterable

from django.template.response import TemplateResponse
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from sites.models import ClinicPage, ProviderPage
from sites.pictures.of_page import Pictures
from sites.references import pages_referring_to


def make_missing(page: Page) -> None:
    """Of `page`, and of the pages above it, which may show its pictures as cards. Repeatable.

    The pages are rendered to find out: the templates alone know which picture stands where. A page without a picture
    shows none on others.
    """
    pictures = pictures_of(page.specific)
    if not (pictures.count or pictures.missing):
        return
    make_renditions(pictures.missing)
    for above in page.get_ancestors().filter(depth__gt=1).live().specific().order_by("-depth"):
        make_renditions(pictures_of(above).missing)


def pictures_of(page: Page) -> Pictures:
    """As its template asked for them just now."""
    response = page.make_preview_request()
    context = response.context_data if isinstance(response, TemplateResponse) else None
    return (context or {}).get("pictures") or Pictures()


def make_renditions(missing: Iterable[tuple[int, str]]) -> None:
    """Each is stored as soon as it is made, so a killed worker repeats at most one. Slow: AVIF takes a third of a
    second for each."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for image_id, spec in missing:
        if spec not in wanted[image_id]:
            wanted[image_id].append(spec)
    for image in get_image_model().objects.filter(pk__in=wanted):
        for spec in wanted[image.pk]:
            try:
                image.get_rendition(spec)
            except SourceImageIOError:  # the original is gone: nothing can be made of it
                break


def pages_showing(image_id: int) -> set[int]:
    """Pages that hold the image, and those of providers whose photograph it is."""
    found = pages_referring_to(get_image_model()(pk=image_id))
    of_providers = (
        ClinicPage.objects.filter(clinic__provider_roles__provider__photo=image_id),
        ProviderPage.objects.filter(provider__photo=image_id),
    )
    return found.union(*(pages.values_list("pk", flat=True) for pages in of_providers))
