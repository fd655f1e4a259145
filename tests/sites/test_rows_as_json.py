"""A row that comes as JSON is the row that the table holds, column by column, on either database."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from wagtail.blocks.list_block import ListValue

from sites.blocks import BodyBlock
from sites.models import Clinic, ConsultForm, ConsultQuestion, ProtocolFact, Treatment, TreatmentPrice
from sites.rows_as_json import as_json, from_json, together
from tests.sites.block_rows import make_fact, make_question, make_resource, make_side_effect, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatment(clinic: Clinic) -> Treatment:
    return Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.", is_off_label=True)


@pytest.fixture
def rows(clinic: Clinic, treatment: Treatment) -> list[Model]:
    return [
        clinic,
        treatment,
        make_fact(),
        make_question(),
        make_story(),
        make_resource(),
        make_side_effect("Dizziness", treatment),
        TreatmentPrice.objects.create(clinic=clinic, label="A talk", amount=Decimal("120.50")),
        ProtocolFact.objects.create(clinic=clinic, treatment=treatment, onset="hours"),
        ConsultForm.objects.create(name="Pain", clinic=clinic),
    ]


def columns_of(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_column_is_as_it_was_stored(rows: list[Model]) -> None:
    tables = [type(row)._default_manager.filter(pk=row.pk) for row in rows]
    found = dict(together(*(as_json(table.model.__name__, table) for table in tables)))

    for row, table in zip(rows, tables, strict=True):
        stored, read = table.get(), from_json(type(row), found[type(row).__name__])
        assert columns_of(read) == columns_of(stored)
        assert {name: type(value) for name, value in columns_of(read).items()} == {
            name: type(value) for name, value in columns_of(stored).items()
        }
        assert str(read) == str(stored)


def test_a_bodys_choices_of_every_model_are_one_query_and_what_they_would_be_one_by_one(
    treatment: Treatment, clinic: Clinic
) -> None:
    form = ConsultForm.objects.create(name="Pain")
    form.clinics.add(clinic)
    form.save()
    ConsultQuestion.objects.create(form=form, key="why", question="Why?", sort_order=1)
    ConsultQuestion.objects.create(form=form, key="first", question="First?", sort_order=0)
    stored = [
        {"type": "statistic", "value": {"fact": make_fact().pk}},
        {"type": "statistic", "value": {"fact": make_fact().pk}},
        {"type": "questions", "value": {"questions": [make_question().pk, 999_999]}},
        {"type": "side_effects", "value": {"treatment": treatment.pk, "side_effects": []}},
        {"type": "consult_form", "value": {"consult_form": str(form.pk)}},
    ]
    body = BodyBlock()
    blocks = [body.child_blocks[str(each["type"])] for each in stored]
    one_by_one = [block.to_python(each["value"]) for block, each in zip(blocks, stored, strict=True)]

    with CaptureQueriesContext(connection) as queries:
        values = [child.value for child in body.to_python(stored)]

    assert len(queries) == 1
    for value, alone in zip(values, one_by_one, strict=True):
        assert rows_in(value) == rows_in(alone)
    with CaptureQueriesContext(connection) as queries:
        chosen = values[-1]["consult_form"]
        assert [each.question for each in chosen.questions.all()] == ["First?", "Why?"]
        assert chosen.named_clinic_ids == {clinic.pk}
    assert len(queries) == 0


def rows_in(value: Any) -> dict[str, Any]:
    return {name: list(part) if isinstance(part, ListValue) else part for name, part in value.items()}


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_any_number_of_rows_of_a_model_may_be_chosen(make_clinic: Callable[..., Clinic], count: int) -> None:
    questions = [make_question() for _ in range(count)]
    stored = [
        {"type": "questions", "value": {"questions": [each.pk for each in reversed(questions)]}},
        {"type": "statistic", "value": {"fact": make_fact().pk}},
    ]

    body = BodyBlock().to_python(stored)

    assert list(body[0].value["questions"]) == list(reversed(questions))
