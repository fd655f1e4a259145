from typing import Any

from django.db import models


class AppendOnlyChanged(TypeError):
    """A row that is evidence was about to be changed or deleted one by one."""


class AppendOnlyModel(models.Model):
    """Rows that are written once. Erasure empties them through its own function, never through these methods."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyChanged(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyChanged(f"{type(self).__name__} rows are never deleted one by one")
