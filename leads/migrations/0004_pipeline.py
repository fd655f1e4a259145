"""The stages a pipeline starts with, and the rule that a lead is at its person's clinic, kept by the database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STAGES = [
    ("new", "New", "open"),
    ("attempting", "Attempting", "open"),
    ("connected", "Connected", "open"),
    ("consult-booked", "Consult booked", "booked"),
    ("consult-done", "Consult done", "booked"),
    ("treatment-started", "Treatment started", "won"),
    ("lost", "Lost", "lost"),
    ("not-a-candidate", "Not a candidate", "lost"),
]

POSTGRESQL_RULE = """
ALTER TABLE leads_lead ADD CONSTRAINT lead_is_at_its_persons_clinic
FOREIGN KEY (person_id, clinic_id) REFERENCES leads_person (id, clinic_id) DEFERRABLE INITIALLY DEFERRED
"""
# SQLite cannot add a foreign key to a table. A later migration that remakes one of the two tables must make these again;
# a test notices when it did not.
SQLITE_RULE = """
CREATE TRIGGER lead_is_at_its_persons_clinic_{event} BEFORE {event} ON leads_lead
WHEN NOT EXISTS (SELECT 1 FROM leads_person WHERE id = NEW.person_id AND clinic_id = NEW.clinic_id)
BEGIN SELECT RAISE(ABORT, 'lead_is_at_its_persons_clinic'); END
"""
SQLITE_RULE_OF_PERSON = """
CREATE TRIGGER person_stays_with_its_leads BEFORE UPDATE OF clinic_id ON leads_person
WHEN NEW.clinic_id <> OLD.clinic_id AND EXISTS (SELECT 1 FROM leads_lead WHERE person_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'lead_is_at_its_persons_clinic'); END
"""


def add_stages(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    stage = apps.get_model("leads", "Stage")
    stage.objects.bulk_create(
        stage(slug=slug, name=name, kind=kind, position=position)
        for position, (slug, name, kind) in enumerate(STAGES, start=1)
    )


def add_rule(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_RULE)
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE_RULE.format(event=event))
        schema_editor.execute(SQLITE_RULE_OF_PERSON)


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_initial")]

    operations = [
        migrations.RunPython(add_stages, migrations.RunPython.noop),
        migrations.RunPython(add_rule, migrations.RunPython.noop),
    ]
