"""Migrations say all that models say, and what only the database can promise is still promised."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from integrations.models import Endpoint
from leads.models import Lead, Person, Stage
from sites.models import Clinic
from tests.architecture.test_import_directions import ORDER

pytestmark = pytest.mark.django_db


def test_no_model_waits_for_a_migration() -> None:
    said = io.StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=said)

    assert "No changes detected" in said.getvalue()


def test_every_app_has_one_latest_migration() -> None:
    assert MigrationLoader(connection).detect_conflicts() == {}


def test_migrations_depend_to_the_right_only() -> None:
    loader = MigrationLoader(connection)
    wrong = [
        (key, parent)
        for key, migration in loader.disk_migrations.items()
        for parent in migration.dependencies
        if key[0] in ORDER and parent[0] in ORDER and ORDER.index(parent[0]) < ORDER.index(key[0])
    ]

    assert wrong == []


@pytest.fixture
def lead(clinic: Clinic, now: object) -> Lead:
    person = Person.objects.create(clinic=clinic, full_name="Jo Marlowe", email="jo@example.com")
    stage = Stage.objects.first_of_pipeline()
    return Lead.objects.create(person=person, clinic=clinic, stage=stage, created_at=now, last_requested_at=now)


def test_the_rule_that_migrations_may_lose_is_in_the_database() -> None:
    """SQLite remakes a table to change it, and its triggers go with it: a later migration must make them again."""
    name = "lead_is_at_its_persons_clinic"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE conname = %s", [name])
            expected = {name}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s", [f"%{name}%"])
            expected = {f"{name}_INSERT", f"{name}_UPDATE", "person_stays_with_its_leads"}
        assert {row[0] for row in cursor.fetchall()} == expected


def test_a_lead_cannot_move_to_another_clinic_than_its_persons(lead: Lead, other_clinic: Clinic) -> None:
    with pytest.raises(IntegrityError, match="lead_is_at_its_persons_clinic"), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(clinic=other_clinic)
        connection.check_constraints()


def test_a_lead_cannot_begin_at_another_clinic_than_its_persons(lead: Lead, other_clinic: Clinic, now: object) -> None:
    with pytest.raises(IntegrityError, match="lead_is_at_its_persons_clinic"), transaction.atomic():
        Lead.objects.create(
            person=lead.person, clinic=other_clinic, stage=lead.stage, created_at=now, last_requested_at=now
        )
        connection.check_constraints()


def test_a_person_with_leads_cannot_move_to_another_clinic(lead: Lead, other_clinic: Clinic) -> None:
    with pytest.raises(IntegrityError, match="lead_is_at_its_persons_clinic"), transaction.atomic():
        Person.objects.filter(pk=lead.person_id).update(clinic=other_clinic)
        connection.check_constraints()


def test_a_lead_at_its_persons_clinic_is_taken(lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(version=2)
    connection.check_constraints()


def test_health_leaves_only_under_an_agreement_whoever_writes_the_row(clinic: Clinic) -> None:
    url = "https://crm.example.com/hook"
    Endpoint.objects.create(clinic=clinic, url=url, data_class="health", agreement_on_file=True)

    with pytest.raises(IntegrityError, match="health_leaves_only_under_an_agreement"), transaction.atomic():
        Endpoint.objects.create(clinic=clinic, url=url, data_class="health")
