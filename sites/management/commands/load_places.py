from typing import Any

from django.core.management.base import BaseCommand

from sites.places import load_places


class Command(BaseCommand):
    help = "Read ZIP codes and towns anew from the zipcodes package, after it was upgraded. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"{load_places()} places are stored.")
