from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.seeding import seed
from integrations.jobs import run_waiting_jobs

LEADS_BY_SIZE = {"small": 60, "large": 3_000}


class Command(BaseCommand):
    help = "Store the invented clinics, pages, staff and leads. Repeatable; sends nothing and leaves nothing queued."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=sorted(LEADS_BY_SIZE), default="small")
        parser.add_argument("--leads", type=int, help="how many consult requests, instead of the size's own number")
        parser.add_argument("--yes", action="store_true", help="also outside DEBUG: I know that this adds demo logins")

        parser.add_argument(
            "--jobs-later",
            action="store_true",
            help="leave pictures and search index to the worker that starts next",
        )

    def handle(self, *args: Any, size: str, leads: int | None, yes: bool, jobs_later: bool, **options: Any) -> None:
        if not settings.IS_DEVELOPMENT and not yes:
            raise CommandError("This adds users with a published password. Say --yes if that is what you want.")
        count = LEADS_BY_SIZE[size] if leads is None else leads
        seed(leads=count, password=settings.DEMO_PASSWORD, now=timezone.now())
        if not jobs_later:
            run_waiting_jobs()  # indexes and renditions of all that was made: nothing is left queued
        self.stderr.write("The demo's clinics, pages, staff and leads are stored.")
