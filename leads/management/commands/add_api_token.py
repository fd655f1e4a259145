import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.log_actions import log

from leads.models import ApiToken
from leads.models.api_token import Scope
from leads.origins import parse_origin
from protection.data_classes import DataClass
from sites.management.clinic_argument import clinic_named


class Command(BaseCommand):
    help = 'Add a token for the API under /api/v1/. Prints {"id", "source", "token"}; the token is shown this once.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="which landing page or service, such as spring-campaign")
        parser.add_argument("--clinic", help="slug; without it the token serves every clinic")
        parser.add_argument(
            "--origin",
            dest="origins",
            nargs="+",
            action="extend",
            default=[],
            help="web pages that may use it, such as https://landing.example.com; everybody can read a page's token",
        )
        parser.add_argument(
            "--scope",
            dest="scopes",
            action="append",
            default=[],
            choices=Scope.values,
            help="what it may do, repeatable; without it consult requests and, of a server, calls are handed in",
        )
        parser.add_argument(
            "--data-class",
            choices=[each.slug for each in DataClass],
            default=DataClass.REFERENCE.slug,
            help="the highest class of values that it may read (default: %(default)s)",
        )
        parser.add_argument("--agreement-on-file", action="store_true", help="needed for health information")

    def handle(
        self, *args: Any, source: str, clinic: str | None, origins: list[str], scopes: list[str], **options: Any
    ) -> None:
        try:
            parsed = list(dict.fromkeys(map(parse_origin, origins)))
            token, text = ApiToken.issue(
                source=source,
                clinic=clinic_named(clinic),
                origins=parsed,
                scopes=scopes,
                data_class=options["data_class"],
                agreement_on_file=options["agreement_on_file"],
            )
            token.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        token.save()
        log(instance=token, action="wagtail.create")
        self.stdout.write(json.dumps({"id": str(token.pk), "source": token.source, "token": text}))
