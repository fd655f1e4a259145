from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sites.maintenance import begin_maintenance, end_maintenance, maintenance_page


class Command(BaseCommand):
    help = "Answer every visitor with a page that holds the phone numbers: on, off, or page to print it for a proxy."
    requires_system_checks: list[str] = []  # it must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["on", "off", "page"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "page":
            self.stdout.write(maintenance_page())
        elif action == "on":
            path = begin_maintenance()
            self.stderr.write(f"Visitors of this machine get {path} with status 503 until: manage.py maintenance off")
        else:
            end_maintenance()
            self.stderr.write("Visitors get the site again.")
