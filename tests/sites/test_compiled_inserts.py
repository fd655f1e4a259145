"""Rows that are written together are there as Django would have written them, all or none."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext, isolate_apps

from integrations.models import OutboxEvent
from leads.models import Person
from sites.compiled_inserts import insert
from sites.models import Clinic

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 4, 16, tzinfo=UTC)
# What a statement could trip over.
AWKWARD = 'O\'Brien; \\ %s %% "x" -- ñ 🙂'


def event(clinic: Clinic | None, **values: object) -> OutboxEvent:
    defaults = {"type": "lead.created", "subject_type": "lead", "subject_id": "01a2033e-d641-7092-9c85-daefd7c02123"}
    return OutboxEvent(clinic=clinic, occurred_at=AT, **(defaults | {"bodies": {"contact": AWKWARD}} | values))


def test_rows_of_several_models_come_back_as_they_went_in(clinic: Clinic) -> None:
    person = Person(clinic=clinic, full_name=AWKWARD, email="jo@example.com")
    events = [event(clinic), event(None, bodies=None)]

    insert([person, *events])

    stored = Person.objects.get()
    assert (stored.pk, stored.full_name, stored.clinic) == (person.pk, AWKWARD, clinic)
    assert stored.created_at is not None
    assert [(each.pk, each.clinic, each.bodies, each.occurred_at) for each in OutboxEvent.objects.all()] == [
        (events[0].pk, clinic, {"contact": AWKWARD}, AT),
        (events[1].pk, None, None, AT),
    ]


def test_an_inserted_row_counts_as_saved(clinic: Clinic) -> None:
    person = Person(clinic=clinic, full_name="Jo")
    insert([person])

    person.full_name = "Jo Marlowe"
    person.save()

    assert Person.objects.get().full_name == "Jo Marlowe"


def test_postgresql_is_asked_once_and_another_database_once_a_table(clinic: Clinic) -> None:
    with CaptureQueriesContext(connection) as queries:
        insert([Person(clinic=clinic, full_name="Jo"), event(clinic), event(clinic)])

    assert len(queries) == (1 if connection.vendor == "postgresql" else 2)


def test_nothing_to_insert_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert([])

    assert not queries.captured_queries


def test_a_row_that_is_refused_takes_the_others_of_its_transaction_with_it(clinic: Clinic) -> None:
    twice = event(clinic)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Person(clinic=clinic, full_name="Jo"), twice, event(clinic, id=twice.pk)])

    assert not Person.objects.exists()
    assert not OutboxEvent.objects.exists()


@isolate_apps("sites")
def test_a_model_with_a_column_that_the_database_fills_in_is_refused() -> None:
    class Counted(models.Model):  # noqa: DJ008 - never shown
        number = models.IntegerField(db_default=1)

        class Meta:
            app_label = "sites"

    with pytest.raises(TypeError, match="Counted"):
        insert([Counted()])
