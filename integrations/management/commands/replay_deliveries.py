import json
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from integrations.management.endpoint_argument import endpoint_with_id
from integrations.replay import replay


class Command(BaseCommand):
    help = "Make an endpoint's finished deliveries due again, under the same webhook-id. Prints how many as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("endpoint", help="the endpoint's id")
        parser.add_argument("--since", type=moment, help="events from this time on, such as 2026-03-04T00:00:00Z")
        parser.add_argument("--until", type=moment, help="events before this time")
        parser.add_argument("--failed", action="store_true", help="only those that were given up")

    def handle(self, *args: Any, endpoint: str, **options: Any) -> None:
        replayed = replay(
            endpoint_with_id(endpoint), since=options["since"], until=options["until"], failed_only=options["failed"]
        )
        self.stdout.write(json.dumps({"replayed": replayed}))


def moment(text: str) -> datetime:
    """ISO 8601; a time without a zone is UTC."""
    try:
        found = parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"{text!r} is no time. Write 2026-03-04 or 2026-03-04T16:00:00Z.")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
