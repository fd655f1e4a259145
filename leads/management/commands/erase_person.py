import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from leads.erasing.erasure import erase_person
from leads.erasing.extent import extent_of
from leads.models import Person


class Command(BaseCommand):
    help = "Erase a person and all their leads, for good. Prints the person's id and how many rows of what went."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=UUID, help="the id, as in events and the API")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *args: Any, person: UUID, dry_run: bool, **options: Any) -> None:
        found = Person.objects.select_related("clinic").filter(pk=person).first()
        if found is None:
            raise CommandError("There is no such person.")
        if dry_run:
            extent = extent_of(found)
            told: dict[str, Any] = {"person": str(extent.standing.pk), "erased": False, "rows": extent.counts()}
        else:
            erased = erase_person(found, by=None, at=timezone.now())
            told = {"person": str(erased.request.person_id), "erased": erased.is_new, "rows": dict(erased.counts)}
        self.stdout.write(json.dumps(told))
