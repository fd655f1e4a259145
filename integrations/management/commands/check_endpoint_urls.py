import json
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from integrations.models import Endpoint


class Command(BaseCommand):
    help = (
        'Reads addresses on stdin, one a line, and writes {"url", "ok", "reason"} for each, one JSON line: '
        "whether an endpoint could be saved with it. Looks no name up; that is done whenever something is sent."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Bytes, because text would split lines at characters that belong to a hostile address.
        for line in sys.stdin.buffer:
            url = line.rstrip(b"\r\n").decode("utf-8", errors="replace")
            reason = refusal_of(url)
            self.stdout.write(json.dumps({"url": url, "ok": reason is None, "reason": reason}))
            self.stdout.flush()


def refusal_of(url: str) -> str | None:
    """Why an endpoint cannot be saved with this address, or None."""
    others = {field.name for field in Endpoint._meta.fields} - {"url"}
    try:
        Endpoint(url=url).full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return str(error.message_dict["url"][-1])  # the field's own words come first and say less
    return None
