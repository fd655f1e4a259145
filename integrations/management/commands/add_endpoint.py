import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.custom_headers import HeaderRefused, parse_headers
from integrations.models import Endpoint
from integrations.signatures import InvalidSecret, check_secret, new_secret
from protection.data_classes import CHOICES, DataClass
from sites.management.clinic_argument import clinic_named


class Command(BaseCommand):
    help = 'Add a webhook endpoint. Prints {"id", "secret"}; the secret is shown this once.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True)
        parser.add_argument("--clinic", help="slug; without it the endpoint hears of the whole network")
        parser.add_argument("--events", nargs="+", default=["*"], help="types, * matches anything: lead.*")
        parser.add_argument("--secret", help="whsec_…; without it one is made")
        parser.add_argument("--data-class", choices=[slug for slug, _ in CHOICES], default=DataClass.REFERENCE.slug)
        parser.add_argument("--agreement-on-file", action="store_true", help="needed for health")
        parser.add_argument("--description", default="")
        parser.add_argument("--header", action="append", default=[], help='"Name: value", once for each')
        parser.add_argument("--rate", type=int, help="deliveries a second at most")

    def handle(self, *args: Any, **options: Any) -> None:
        secret = options["secret"] or new_secret()
        endpoint = Endpoint(
            clinic=clinic_named(options["clinic"]),
            url=options["url"],
            events=[pattern for each in options["events"] for pattern in each.split(",") if pattern],
            data_class=options["data_class"],
            agreement_on_file=options["agreement_on_file"],
            description=options["description"],
            secrets=[secret],
            rate_limit=options["rate"],
        )
        try:
            endpoint.headers = parse_headers("\n".join(options["header"]))
            check_secret(secret)
            endpoint.full_clean()
        except (InvalidSecret, HeaderRefused) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        endpoint.save()
        self.stdout.write(json.dumps({"id": str(endpoint.pk), "secret": secret}))
