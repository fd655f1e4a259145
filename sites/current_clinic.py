"""Which clinic a page belongs to: the one whose page stands above it in the tree, or none."""

from wagtail.models import Page

from sites.models import CarefrontPage, Clinic
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
    steplen = page.steplen
    paths = [page.path[:end] for end in range(steplen * 4, len(page.path) + 1, steplen)]
    if not paths:
        return None
    clinics = Clinic.objects.with_contact_details().select_related("practice")
    return clinics.filter(pages__path__in=paths).order_by("-pages__path").first()
