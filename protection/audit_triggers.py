"""What makes the audit append-only in the database itself, whoever is connected to it."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("protection_auditentry", "protection_auditseal")
OPERATIONS = ("UPDATE", "DELETE")

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_rows_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit rows are never changed' USING ERRCODE = 'restrict_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers. SQLite remakes a table to change it and loses them: a migration that does calls this again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, operation, name in triggers():
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {name} BEFORE {operation} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION audit_rows_never_change()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {operation} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
                )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for undoing the migration, and for tests that tamper."""
    with connection.cursor() as cursor:
        for table, _, name in triggers():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def triggers() -> list[tuple[str, str, str]]:
    """Table, operation and name of each."""
    return [(table, each, f"{table}_no_{each.lower()}") for table in TABLES for each in OPERATIONS]
