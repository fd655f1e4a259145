"""The network's pages, with which the database of a test begins: `python -m tests.committing.network`.

Made at the moment at which the clock of the tests stands, for the address that their settings give.
"""

import django
import time_machine
from django.test import override_settings

from tests.committing.moment import NOW


def make_network() -> None:
    from django_ox.models import OxTask

    from integrations.jobs import run_waiting_jobs
    from sites.bootstrapping import ensure_network_pages

    with time_machine.travel(NOW, tick=False), override_settings(BASE_URL="http://localhost"):
        ensure_network_pages(name="Lamplight Clinics")
        run_waiting_jobs()
        OxTask.objects.all().delete()


if __name__ == "__main__":
    django.setup()
    make_network()
