from django.core.management.base import CommandError

from sites.models import Clinic


def clinic_named(slug: str | None) -> Clinic | None:
    """The clinic that a command's argument names; None without one. CommandError where there is none of that slug."""
    if slug is None:
        return None
    clinic = Clinic.objects.filter(slug=slug).first()
    if clinic is None:
        known = ", ".join(Clinic.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"No clinic has the slug {slug!r}. Known: {known}.")
    return clinic
