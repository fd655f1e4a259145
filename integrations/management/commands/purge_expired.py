import json
from typing import Any

from django.core.management.base import BaseCommand

from integrations.purging import purge_expired


class Command(BaseCommand):
    help = "Empty the bodies of events past their retention time. The worker does this hourly. Prints how many."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps({"emptied_events": purge_expired.call()}))
