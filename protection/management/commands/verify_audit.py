import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from protection.audit_seals import verify


class Command(BaseCommand):
    help = (
        "Checks the audit's chain of seals. Prints one JSON object; exits with 1 where an entry was changed, taken "
        "out or put in among those that are sealed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        said = {
            "ok": found.ok,
            "entries": found.entries,
            "sealed": found.sealed,
            "unsealed": found.unsealed,
            "first_problem": asdict(found.first_problem) if found.first_problem else None,
        }
        self.stdout.write(json.dumps(said))
        if not found.ok:
            sys.exit(1)
