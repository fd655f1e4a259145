import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from integrations.crm_dry_run import DEFAULT_LIMIT, differences
from integrations.management.crm_connection_argument import crm_connection_with_id
from integrations.timestamps import rfc3339


class Command(BaseCommand):
    help = (
        "Say what the latest events would change in a CRM, one JSON line each. Sends nothing. "
        "It prints people's names and addresses where the connection may receive them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("connection", help="the CRM connection's id")
        parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help="how many events, 50 at most")

    def handle(self, *args: Any, connection: str, limit: int, **options: Any) -> None:
        for each in differences(crm_connection_with_id(connection), now=timezone.now(), limit=limit):
            line = {
                "event": each.event_type,
                "occurred_at": rfc3339(each.occurred_at),
                "object": each.object_type,
                "id": each.our_id,
                "outcome": each.outcome,
                "changes": {change.name: {"now": change.present, "new": change.new} for change in each.changes},
                "problem": each.problem,
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
