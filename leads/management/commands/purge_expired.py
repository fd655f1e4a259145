import json
from typing import Any

from django.core.management.base import BaseCommand

from integrations.purging import purge_expired
from leads.drafts import purge_expired_drafts
from leads.presence import purge_presence
from leads.retention import empty_closed_held_requests, forget_inbound_events, purge_spam


class Command(BaseCommand):
    help = "Empty or delete what is past its retention time. The worker does this hourly. Prints how many of each."

    def handle(self, *args: Any, **options: Any) -> None:
        purged = {
            "emptied_events": purge_expired.call(),
            "deleted_drafts": purge_expired_drafts.call(),
            "deleted_spam": purge_spam.call(),
            "emptied_held_requests": empty_closed_held_requests.call(),
            "forgotten_inbound_events": forget_inbound_events.call(),
            "deleted_presence": purge_presence.call(),
        }
        self.stdout.write(json.dumps(purged))
