"""The version that runs goes on beside the tables of the next one: while it is put in place, and after a rollback."""

from pathlib import Path

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.architecture.test_import_directions import ORDER

CHANGELOG = Path(__file__).resolve().parent.parent.parent / "CHANGELOG.md"
# The latest migrations when nothing was released yet, and so nothing ran beside them.
BEFORE_THE_FIRST_RELEASE = {"leads": 19, "integrations": 9, "sites": 12, "staff": 1, "protection": 2}


def turns_the_older_version_away(operation: Operation) -> bool:
    """Whether code that does not know of it fails on reading or writing: each consult request, for one."""
    if isinstance(operation, operations.AddField):
        field = operation.field
        # Django drops a plain default from the table: who does not name the column writes NULL.
        return not (field.null or field.many_to_many or field.generated or field.has_db_default())
    taken = operations.RemoveField, operations.DeleteModel, operations.RenameField, operations.RenameModel
    return isinstance(operation, taken)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (operations.AddField("lead", "note", models.TextField(default="")), True),
        (operations.AddField("lead", "note", models.TextField(db_default="")), False),
        (operations.AddField("lead", "seen_at", models.DateTimeField(null=True)), False),
        (operations.RemoveField("lead", "note"), True),
        (operations.CreateModel("note", []), False),
    ],
)
def test_what_the_older_version_cannot_live_with_is_known(operation: Operation, expected: bool) -> None:
    assert turns_the_older_version_away(operation) is expected


def test_a_migration_that_the_older_version_cannot_live_with_is_told_under_upgrading() -> None:
    migrations = MigrationLoader(None).disk_migrations
    told = CHANGELOG.read_text()

    silent = [
        f"{app}.{name}"
        for (app, name), migration in migrations.items()
        if app in ORDER and int(name[:4]) > BEFORE_THE_FIRST_RELEASE.get(app, 0)
        if any(turns_the_older_version_away(operation) for operation in migration.operations)
        if f"{app}.{name}" not in told
    ]

    assert silent == []
