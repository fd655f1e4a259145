"""Encrypted columns written anew, so that an old key can be dropped."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from protection.encryption import EncryptedTextField

# What one transaction rewrites: small enough not to hold up a request's write.
BATCH = 200


def rewrite_everything() -> int:
    """Encrypt all rows under the newest key. Returns how many. Safe to repeat, and while others write."""
    return sum(rewrite(model, fields) for model, fields in encrypted_columns())


def encrypted_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each model that has some, with their names."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        if fields:
            yield model, fields


def rewrite(model: type[models.Model], fields: list[str]) -> int:
    """One model's rows.

    Raises:
        cryptography.fernet.InvalidToken: a row's key is not among the keys any more.
    """
    rewritten = 0
    last = None
    while True:
        with transaction.atomic():
            rows = model._base_manager.order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            if connection.features.has_select_for_update:
                rows = rows.select_for_update()
            batch = list(rows.values_list("pk", *fields)[:BATCH])
            for pk, *values in batch:
                # By update: rows that are evidence refuse to be saved, and this changes nothing they say.
                model._base_manager.filter(pk=pk).update(**dict(zip(fields, values, strict=True)))
        if not batch:
            return rewritten
        rewritten += len(batch)
        last = batch[-1][0]
