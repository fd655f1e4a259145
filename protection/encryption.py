"""Columns whose values a database dump does not show. Keys rotate: the first writes, all of them read."""

import json
from functools import lru_cache
from typing import Any, Never

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression


@lru_cache(maxsize=8)
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def keyring() -> MultiFernet:
    """Newest key first (`FIELD_ENCRYPTION_KEYS`)."""
    return _keyring(tuple(settings.FIELD_ENCRYPTION_KEYS))


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text, encrypted in the database. Empty stays empty, so that "was anything written" can be asked.

    Reading under a key that is gone raises `cryptography.fernet.InvalidToken`: never the ciphertext, never nothing.
    Rotation: put the new key first, restart every process, run `manage.py rotate_field_keys`, drop the old key.
    """

    description = "Encrypted text"

    def get_prep_value(self, value: Any) -> str | None:
        text = self.to_stored_text(value)
        return keyring().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> Any:
        return self.from_stored_text(keyring().decrypt(value).decode() if value else value)

    def to_stored_text(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def from_stored_text(self, text: str | None) -> Any:
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        # Equal texts have unequal ciphertexts: a filter would silently find nothing.
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched by {lookup_name}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Never:
        raise FieldError(f"{self.name} is encrypted and cannot be searched by {lookup_name}")


class EncryptedJSONField(EncryptedTextField):
    """A JSON value, encrypted in the database. Numbers, lists and null come back as they went in."""

    description = "Encrypted JSON"
    # What django-stubs reads: any JSON value goes in and comes out.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_stored_text(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def from_stored_text(self, text: str | None) -> Any:
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        return value
