"""Which pages hold a row or a file, as Wagtail's index of references knows it."""

from django.db.models import Model
from wagtail.models import ReferenceIndex


def pages_referring_to(row: Model) -> set[int]:
    """Primary keys of pages, in any language, live or not. The index follows a moment after a page was saved."""
    references = ReferenceIndex.get_references_to(row).filter(base_content_type__model="page")
    return {int(page_id) for page_id in references.values_list("object_id", flat=True)}
