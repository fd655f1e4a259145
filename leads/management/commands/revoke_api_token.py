import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from wagtail.log_actions import log

from leads.models import ApiToken


class Command(BaseCommand):
    help = 'Revoke an API token at once and for good. Safe to repeat. Prints {"id", "source", "revoked_at"}.'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="the token's source, as list_api_tokens shows it")

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        token = ApiToken.objects.filter(source=source).first()
        if token is None:
            raise CommandError(f"No token has the source {source!r}. manage.py list_api_tokens shows those there are.")
        if token.is_active:
            token.revoke(at=timezone.now())
            log(instance=token, action="wagtail.apitoken.revoke")
        answer = {"id": str(token.pk), "source": token.source, "revoked_at": f"{token.revoked_at:%Y-%m-%dT%H:%M:%SZ}"}
        self.stdout.write(json.dumps(answer))
