"""Renditions made ahead: for a page, what its own template would have shown and did not find."""

from collections import defaultdict

from django.template.response import TemplateResponse
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, ReferenceIndex

from sites.models import ClinicPage, ProviderPage
from sites.pictures.of_page import Pictures


def missing_specs(page: Page) -> dict[int, list[str]]:
    """Image to the filters that it lacks, on `page` and on the pages above it, which may show it as a card.

    The pages are rendered to find out: the templates alone know which picture stands where.
    """
    missing: dict[int, list[str]] = defaultdict(list)
    for each in page.get_ancestors(inclusive=True).filter(depth__gt=1).live().specific():
        response = each.make_preview_request()
        context = response.context_data if isinstance(response, TemplateResponse) else None
        pictures = (context or {}).get("pictures") or Pictures()
        for image_id, spec in pictures.missing:
            if spec not in missing[image_id]:
                missing[image_id].append(spec)
    return dict(missing)


def make_renditions(image_id: int, specs: list[str]) -> None:
    """Repeatable: what is there is left alone, and each is stored as soon as it is made. Slow: AVIF takes seconds."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return
    for spec in specs:
        try:
            image.get_rendition(spec)
        except SourceImageIOError:  # the original is gone: nothing can be made of it
            return


def pages_showing(image_id: int) -> set[int]:
    """Pages that hold the image, and those of providers whose photograph it is."""
    image = get_image_model()(pk=image_id)
    holding = ReferenceIndex.get_references_to(image).filter(base_content_type__model="page").values_list("object_id")
    found = {int(page_id) for (page_id,) in holding}
    of_providers = (
        ClinicPage.objects.filter(clinic__provider_roles__provider__photo=image_id),
        ProviderPage.objects.filter(provider__photo=image_id),
    )
    return found.union(*(pages.values_list("pk", flat=True) for pages in of_providers))
