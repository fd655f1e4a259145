from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from protection.key_rotation import rewrite_everything


class Command(BaseCommand):
    help = "Encrypts every row under the first of FIELD_ENCRYPTION_KEYS. After it, the others can be dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rewritten = rewrite_everything()
        except InvalidToken as error:
            raise CommandError(
                "A row was written under a key that FIELD_ENCRYPTION_KEYS has no more: add it."
            ) from error
        self.stderr.write(f"Rewrote {rewritten} rows.")
