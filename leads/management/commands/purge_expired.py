import json
from typing import Any

from django.core.management.base import BaseCommand

from integrations.purging import purge_expired
from leads.retention import purge_spam


class Command(BaseCommand):
    help = "Empty events and delete spam past their retention time. The worker does this hourly. Prints how many."

    def handle(self, *args: Any, **options: Any) -> None:
        purged = {"emptied_events": purge_expired.call(), "deleted_spam": purge_spam.call()}
        self.stdout.write(json.dumps(purged))
