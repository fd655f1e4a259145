"""Fill an empty database: `python -m tests.committing.seed`. One clinic, one endpoint that nobody answers yet."""

import django
from django.core.management import call_command

SECRET = "whsec_bGFtcGxpZ2h0LWxhbXBsaWdodC1sYW1wbGlnaHQ="


def seed() -> None:
    from sites.models import Clinic, ClinicPhone, Practice

    call_command("migrate", verbosity=0)
    clinic = Clinic.objects.create(
        practice=Practice.objects.create(name="Northlight Practice"),
        slug="duluth",
        name="Northlight Duluth",
        time_zone="America/Chicago",
        street="410 Lakeview Avenue",
        city="Duluth",
        state="MN",
        postal_code="55802",
    )
    ClinicPhone.objects.create(clinic=clinic, number="+12185550142", kind="main")
    call_command("add_endpoint", url="http://127.0.0.1:9/", secret=SECRET)


if __name__ == "__main__":
    django.setup()
    seed()
