"""An installation's first rows."""

from leads.groups import ensure_clinic_coordinators, ensure_network_groups
from leads.newsletter.models import NewsletterList
from sites.bootstrapping import ensure_network_pages
from sites.groups import ensure_clinic_editors
from sites.models import Clinic, ClinicPage, HomePage


def bootstrap(*, name: str) -> HomePage:
    """Root pages, network groups, the network's newsletter, and groups for every clinic there is. Safe to repeat."""
    home = ensure_network_pages(name=name)
    ensure_network_groups()
    NewsletterList.objects.get_or_create(slug="news", defaults={"name": name})
    for clinic in Clinic.objects.all():
        ensure_clinic_coordinators(clinic)
        ensure_clinic_editors(clinic, list(ClinicPage.objects.filter(clinic=clinic)))
    return home
