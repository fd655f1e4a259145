from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sites.business_profiles import write_business_profiles
from sites.management.clinic_argument import clinic_named
from sites.models import Clinic


class Command(BaseCommand):
    help = "Clinics as CSV on stdout, for the upload of many listings to Google Business Profile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", metavar="SLUG", help="this clinic alone")

    def handle(self, *args: Any, clinic: str | None, **options: Any) -> None:
        clinics = Clinic.objects.shown().with_contact_details().select_related("practice")
        if named := clinic_named(clinic):
            clinics = clinics.filter(pk=named.pk)
        write_business_profiles(clinics, self.stdout, on=timezone.localdate())  # type: ignore[arg-type]
