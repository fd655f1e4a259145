"""Whether what came with a request can be a row's key."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model


def is_key_of(model: type[Model], value: Any) -> bool:
    """Whether a row of `model` could have it for its key: of the right form, and no more than the column holds."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    try:
        field.run_validators(field.to_python(value))
    except (ValidationError, OverflowError):
        return False
    return True
