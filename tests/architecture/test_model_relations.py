"""Relations go to the right as imports do. A foreign key written as a string escapes the import contracts."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.test_import_directions import ORDER

RELATIONS = [
    (model, field)
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in ORDER
    for field in model._meta.get_fields()
    if field.is_relation and not field.auto_created
]


def allowed(owner: str, target: str) -> bool:
    """To itself, to its right, or to a library."""
    return target not in ORDER or ORDER.index(target) >= ORDER.index(owner)


def test_there_are_relations_to_look_at() -> None:
    assert {model._meta.app_label for model, _ in RELATIONS} >= {"leads", "integrations", "sites"}


@pytest.mark.parametrize(
    ("model", "field"), [pytest.param(*each, id=f"{each[0].__name__}.{each[1].name}") for each in RELATIONS]
)
def test_a_model_relates_to_its_own_app_and_those_to_its_right(
    model: type[models.Model], field: "models.Field[object, object]"
) -> None:
    target = field.related_model
    assert isinstance(target, type), f"{field.name} points anywhere, which no direction allows"

    assert allowed(model._meta.app_label, target._meta.app_label)


def test_a_relation_to_the_left_would_be_noticed() -> None:
    assert not allowed("sites", "leads")
    assert not allowed("integrations", "leads")
    assert allowed("leads", "leads")
    assert allowed("leads", "staff")
    assert allowed("sites", "wagtailcore")
