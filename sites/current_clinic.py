"""Which clinic a page belongs to: the one whose page stands above it in the tree, or none."""

from collections.abc import Iterable

from wagtail.models import Page

from sites.models import CarefrontPage, Clinic, ClinicPage
from sites.models.contact_details import read_contact_details


def clinic_of(page: Page) -> Clinic | None:
    """The clinic of the nearest `ClinicPage` at or above `page`, with its contact details, or None. One query and
    one for the details; the first is saved where the page was found by its address."""
    if isinstance(page, CarefrontPage) and page.tree_path:
        clinic_pages = [above.clinicpage for above in page.tree_path.pages if hasattr(above, "clinicpage")]
        if not clinic_pages:
            return None
        clinic: Clinic = clinic_pages[-1].clinic
        read_contact_details([clinic])
        return clinic
    paths = paths_to(page)
    if not paths:
        return None
    clinics = Clinic.objects.with_contact_details().select_related("practice")
    return clinics.filter(pages__path__in=paths).order_by("-pages__path").first()


def clinics_of(pages: Iterable[Page]) -> dict[int, Clinic]:
    """The clinic of each page that has one, by the page's primary key. One query however many pages; no details."""
    paths_by_page = {page.pk: paths_to(page) for page in pages}
    wanted = {path for paths in paths_by_page.values() for path in paths}
    if not wanted:
        return {}
    clinic_pages = ClinicPage.objects.filter(path__in=wanted).select_related("clinic")
    clinic_by_path = {page.path: page.clinic for page in clinic_pages}
    return {
        pk: clinic_by_path[path]
        for pk, paths in paths_by_page.items()
        for path in paths  # the last one, nearest to the page, stays
        if path in clinic_by_path
    }


def paths_to(page: Page) -> list[str]:
    """Of the pages at or above `page` that may be a clinic's, from the top down."""
    steplen = page.steplen
    return [page.path[:end] for end in range(steplen * 4, len(page.path) + 1, steplen)]
