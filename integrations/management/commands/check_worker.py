import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from integrations.heartbeat import last_seen_at, worker_is_alive


class Command(BaseCommand):
    help = "Exit 1 when no worker was seen within the last minute. For cron or a monitor."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        seen_at = last_seen_at()
        if worker_is_alive(at=now):
            self.stdout.write("A worker is alive.")
            return
        when = f"The last one was seen at {seen_at:%Y-%m-%dT%H:%M:%SZ}." if seen_at else "None was ever seen."
        self.stderr.write(f"No worker runs. {when} Start one: manage.py work")
        sys.exit(1)
