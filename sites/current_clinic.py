"""Which clinic a page belongs to: the one whose page stands above it in the tree, or none."""

from wagtail.models import Page

from sites.models import Clinic


def clinic_of(page: Page) -> Clinic | None:
    """The clinic of the nearest `ClinicPage` at or above `page`, with its contact details, or None. One query and
    three for the details; none for a page that is not that deep."""
    steplen = page.steplen
    paths = [page.path[:end] for end in range(steplen * 4, len(page.path) + 1, steplen)]
    if not paths:
        return None
    clinics = Clinic.objects.with_contact_details().select_related("practice")
    return clinics.filter(pages__path__in=paths).order_by("-pages__path").first()
