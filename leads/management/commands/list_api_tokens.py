import json
from typing import Any

from django.core.management.base import BaseCommand

from leads.models import ApiToken


class Command(BaseCommand):
    help = "List the API's tokens as a JSON array, revoked ones too. Never the tokens themselves: nobody has them."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "id": str(token.pk),
                "source": token.source,
                "clinic": token.clinic.slug if token.clinic else None,
                "origins": token.origins,
                "scopes": token.scopes,
                "data_class": token.data_class,
                "created_at": token.created_at.isoformat(),
                "last_used_on": token.last_used_on.isoformat() if token.last_used_on else None,
                "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
            }
            for token in ApiToken.objects.select_related("clinic")
        ]
        self.stdout.write(json.dumps(rows, indent=2))
