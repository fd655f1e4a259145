"""Where the pages of clinics are, for parts of a page that show clinics other than its own."""

from collections.abc import Collection

from sites.models import Clinic, ClinicPage


def clinic_urls(clinics: Collection[Clinic], *, language_code: str) -> dict[str, str]:
    """Clinic slug to its page in the language; without those that have none. One query, none for no clinics."""
    if not clinics:
        return {}
    pages = ClinicPage.objects.live().filter(clinic__in=clinics, locale__language_code=language_code)
    return {page.slug: page.url or "" for page in pages.select_related("locale")}
