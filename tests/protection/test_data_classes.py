"""A value goes no further than its class: whatever is put in, a lower body does not hold it."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection.data_classes import CHOICES, HIGHEST_CLASS, DataClass, allowed_class, body_up_to

CANARY = {data_class: f"canary-{data_class.slug}" for data_class in DataClass}
# Few names, so that objects of the same path are met in several classes.
PATHS = st.lists(st.sampled_from(["person", "clinic"]), min_size=1, max_size=4)


def bodies_from(places: list[tuple[DataClass, list[str]]]) -> dict[str, Any]:
    """A canary of its class at each path, unless something stands in the way."""
    bodies: dict[str, Any] = {}
    for data_class, path in places:
        inner = bodies.setdefault(data_class.slug, {})
        for name in path[:-1]:
            inner = inner.setdefault(name, {}) if isinstance(inner, dict) else inner
        if isinstance(inner, dict):
            inner.setdefault(path[-1], CANARY[data_class])
    return bodies


BODIES = st.builds(bodies_from, st.lists(st.tuples(st.sampled_from(DataClass), PATHS), max_size=12))


@given(bodies=BODIES, upper=st.sampled_from(DataClass))
def test_a_body_holds_no_value_of_a_higher_class(bodies: dict[str, Any], upper: DataClass) -> None:
    before = copy.deepcopy(bodies)
    for each in sorted(DataClass, reverse=True):  # the fullest first: it must leave nothing behind for the others
        body_up_to(bodies, each)

    text = json.dumps(body_up_to(bodies, upper))

    assert [each for each in DataClass if each > upper and CANARY[each] in text] == []
    assert bodies == before, "what is stored was not changed"


@given(bodies=BODIES)
def test_the_values_of_the_highest_class_are_all_there(bodies: dict[str, Any]) -> None:
    whole = json.dumps(body_up_to(bodies, DataClass.HEALTH))

    assert json.dumps(bodies.get("health", {})).count(CANARY[DataClass.HEALTH]) == whole.count(CANARY[DataClass.HEALTH])


def test_parts_of_one_object_may_have_different_classes() -> None:
    bodies = {"reference": {"person": {"id": "1"}}, "contact": {"person": {"full_name": "Jo"}}}

    assert body_up_to(bodies, DataClass.PREFERENCE) == {"person": {"id": "1"}}
    assert body_up_to(bodies, DataClass.CONTACT) == {"person": {"id": "1", "full_name": "Jo"}}


def test_a_class_that_nobody_knows_is_in_no_body() -> None:
    assert body_up_to({"secret": {"a": "b"}}, DataClass.HEALTH) == {}


def test_a_channel_gets_what_it_asks_for_up_to_its_own_limit() -> None:
    for channel, highest in HIGHEST_CLASS.items():
        for asked in DataClass:
            assert allowed_class(channel, asked) == min(asked, highest)


def test_a_channel_that_is_not_in_the_table_carries_references() -> None:
    assert allowed_class("carrier-pigeon", DataClass.HEALTH) == DataClass.REFERENCE


def test_mail_to_staff_and_logs_never_carry_more_than_references() -> None:
    assert {HIGHEST_CLASS["email_staff"], HIGHEST_CLASS["log"]} == {DataClass.REFERENCE}


def test_stored_names_lead_back_to_their_class() -> None:
    assert [DataClass.named(name) for name, _ in CHOICES] == list(DataClass)
    with pytest.raises(KeyError):
        DataClass.named("secret")
