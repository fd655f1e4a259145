import getpass
import os
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.bootstrapping import bootstrap


class Command(BaseCommand):
    help = "First run without demo data: root pages, groups and the first administrator. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="Our clinics", help="the network's name")
        parser.add_argument("--admin", default="admin", help="username of the first administrator")

    def handle(self, *args: Any, name: str, admin: str, **options: Any) -> None:
        bootstrap(name=name)
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            self.stderr.write("An administrator exists already.")
            return
        password = os.environ.get("ADMIN_PASSWORD") or self.ask_password()
        users.create_superuser(username=admin, password=password)
        self.stderr.write(f"Made administrator {admin!r}. Sign in at /admin/ and add your first clinic.")

    def ask_password(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Set ADMIN_PASSWORD, or run this in a terminal to be asked for a password.")
        password = getpass.getpass("Password for the administrator: ")
        if len(password) < 12:
            raise CommandError("Use at least 12 characters.")
        return password
