import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from integrations.management.endpoint_argument import endpoint_with_id
from integrations.trial_event import send_trial_event


class Command(BaseCommand):
    help = 'Send a "carefront.test" event to one endpoint now. Prints the attempt as JSON.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("endpoint", help="the endpoint's id")

    def handle(self, *args: Any, endpoint: str, **options: Any) -> None:
        delivery = send_trial_event(endpoint_with_id(endpoint), now=timezone.now())
        attempt = delivery.attempts.latest("number")
        self.stdout.write(
            json.dumps(
                {
                    "event": str(delivery.event_id),
                    "state": delivery.state,
                    "status_code": attempt.status_code,
                    "reason": attempt.reason,
                    "duration_ms": attempt.duration_ms,
                }
            )
        )
