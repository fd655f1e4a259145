"""The list of events says what is sent, no more and no less."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from integrations.catalogue import EVENT_TYPES, IN_ALL, EventType, unknown_patterns
from leads.event_schemas.fields import SOMETIMES
from protection.data_classes import DataClass

CONTRACTS = Path(settings.CONTRACTS_DIR)


def told(event_type: EventType) -> set[str]:
    return {name.partition(".")[0] for names in event_type.fields.values() for name in names}


def contract(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((CONTRACTS / name).read_text())["data"]
    return data


@pytest.mark.parametrize("event_type", EVENT_TYPES, ids=lambda each: each.name)
def test_the_fields_are_those_of_the_contract(event_type: EventType) -> None:
    sent = set(contract(f"{event_type.name}.v1.json")).difference(IN_ALL)
    sometimes = {field for name, field in SOMETIMES if name == event_type.name}

    assert sent | sometimes == told(event_type)


@pytest.mark.parametrize("path", sorted(CONTRACTS.glob("*.reference.v1.json")), ids=lambda path: path.name)
def test_what_a_reference_endpoint_gets_is_listed_as_reference(path: Path) -> None:
    name = path.name.removesuffix(".reference.v1.json")
    (event_type,) = [each for each in EVENT_TYPES if each.name == name]
    listed = {field.partition(".")[0] for field in event_type.fields[DataClass.REFERENCE]}

    assert set(contract(path.name)).difference(IN_ALL) <= listed


def test_the_documentation_names_every_type() -> None:
    text = Path("docs/webhooks.md").read_text()

    assert [each.name for each in EVENT_TYPES if f"`{each.name}`" not in text] == []


@pytest.mark.parametrize(
    ("pattern", "is_known"), [("*", True), ("lead.*", True), ("lead.created", True), ("leed.*", False), ("x", False)]
)
def test_a_pattern_that_no_type_matches_is_a_mistake(pattern: str, is_known: bool) -> None:
    assert (unknown_patterns([pattern]) == []) is is_known
    assert any(fnmatchcase(each.name, pattern) for each in EVENT_TYPES) is is_known


def test_staff_can_read_it(admin_client: Client) -> None:
    page = admin_client.get("/admin/endpoints/event-types/").content.decode()

    assert all(each.name in page for each in EVENT_TYPES)
    assert "message" in page
    for each in EVENT_TYPES:
        assert f'href="/webhooks/schemas/{each.name}.v1.json"' in page
