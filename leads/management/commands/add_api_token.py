import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.models import ApiToken
from sites.management.clinic_argument import clinic_named


class Command(BaseCommand):
    help = (
        'Add a token for POST /api/v1/consult-requests. Prints {"id", "source", "token"}; the token is shown this once.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="which landing page or service, such as spring-campaign")
        parser.add_argument("--clinic", help="slug; without it the token serves every clinic")

    def handle(self, *args: Any, source: str, clinic: str | None, **options: Any) -> None:
        token, text = ApiToken.issue(source=source, clinic=clinic_named(clinic))
        try:
            token.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        token.save()
        self.stdout.write(json.dumps({"id": str(token.pk), "source": token.source, "token": text}))
