"""The schemas say what is sent: the golden files fit them, and what differs from the promise does not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from integrations.catalogue import IN_ALL, EventType
from leads.event_schemas.fields import FIELDS, SOMETIMES, field_of, pattern_of
from leads.event_schemas.fragments import DATA_CLASS
from leads.event_schemas.schemas import DESCRIBED, schema_of
from protection.data_classes import DataClass
from tests.event_schemas import BY_TYPE, FORMATS, faults, filled

CONTRACTS = Path(settings.CONTRACTS_DIR)
GOLDEN = sorted(CONTRACTS.glob("*.v1.json"), key=lambda path: path.name)

# Every closed list as it was published. Receivers count on it: another value is another version.
CLOSED_LISTS = {
    ("lead.updated", "change"): [
        "withdrawn",
        "text_consent_withdrawn",
        "erasure_requested",
        "appointment_booked",
        "appointment_moved",
        "appointment_cancelled",
    ],
    ("lead.closed", "outcome"): ["won", "lost"],
    ("lead.closed", "lost_reason"): [
        "",
        "no_answer",
        "not_now",
        "cost",
        "insurance",
        "distance",
        "elsewhere",
        "not_suitable",
        "withdrawn",
        "mistake",
        "other",
    ],
    ("lead.created", "person.preferred_contact"): ["", "phone", "text", "email"],
    ("consult_request.received", "preferred_contact"): ["", "phone", "text", "email"],
    ("consult_request.received", "source"): ["form", "api", "staff"],
    ("person.updated", "preferred_contact"): ["", "phone", "text", "email"],
    ("person.merged", "preferred_contact"): ["", "phone", "text", "email"],
    ("person.unmerged", "preferred_contact"): ["", "phone", "text", "email"],
    ("subscriber.requested", "subscription.state"): ["requested", "confirmed", "unsubscribed", "suppressed"],
    ("subscriber.confirmed", "subscription.state"): ["requested", "confirmed", "unsubscribed", "suppressed"],
    ("subscriber.unsubscribed", "subscription.state"): ["requested", "confirmed", "unsubscribed", "suppressed"],
    ("subscriber.suppressed", "subscription.state"): ["requested", "confirmed", "unsubscribed", "suppressed"],
    ("subscriber.suppressed", "reason"): ["bounced", "complained"],
    ("call.logged", "state"): ["started", "answered", "missed", "voicemail", "finished"],
    ("call.logged", "direction"): ["inbound", "outbound"],
    ("call.logged", "outcome"): ["", "answered", "missed", "voicemail"],
}
# Every value that may be null, likewise.
NULLABLE = {
    ("lead.updated", "appointment_at"),
    ("lead.assigned", "owner"),
    ("lead.response_warned", "owner"),
    ("lead.response_breached", "owner"),
    ("lead.erased", "url"),
    ("person.erased", "url"),
    ("person.merged", "url"),
    ("person.unmerged", "url"),
    ("call.logged", "duration_seconds"),
    ("page.published", "url"),
    ("page.published", "first_published_at"),
    ("page.published", "clinic"),
    ("carefront.test", "clinic"),
    *((f"subscriber.{each}", "clinic") for each in ("requested", "confirmed", "unsubscribed", "suppressed")),
    *((f"subscriber.{each}", "confirmed_at") for each in ("requested", "confirmed", "unsubscribed", "suppressed")),
    *((f"subscriber.{each}", "unsubscribed_at") for each in ("requested", "confirmed", "unsubscribed", "suppressed")),
}
TRIAL_BODY = {"id": "<uuid>", "clinic": {"id": "<uuid>", "slug": "duluth", "name": "Northlight Duluth"}, "url": "<url>"}
every_type = pytest.mark.parametrize("event_type", DESCRIBED, ids=lambda each: each.name)


def envelope(name: str) -> Any:
    """The golden event of a type, its highest class; of the trial event, which has no file, what is sent."""
    path = CONTRACTS / f"{name}.v1.json"
    trial = json.dumps({"type": name, "timestamp": "<time>", "data": TRIAL_BODY})
    return json.loads(filled(path.read_text() if path.exists() else trial))


def changed(name: str, field: str, value: object) -> Any:
    """The golden event with another value at a dotted name of its data."""
    payload = envelope(name)
    *parents, last = field.split(".")
    holder = payload["data"]
    for each in parents:
        holder = holder[each]
    holder[last] = value
    return payload


def described(fragment: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that a schema describes, by its dotted name."""
    for key, inner in fragment.get("properties", {}).items():
        yield name + key, inner
        yield from described(inner, f"{name}{key}.")
    for kind in ("items", "additionalProperties"):
        if kind in fragment:
            yield f"{name}*", fragment[kind]
            yield from described(fragment[kind], f"{name}*.")


def in_data(event_type: EventType) -> dict[str, Any]:
    return dict(described(schema_of(event_type)["properties"]["data"]))


@every_type
def test_a_schema_is_one_and_describes_every_value_with_its_data_class(event_type: EventType) -> None:
    schema = schema_of(event_type)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    for name, each in described(schema):
        assert each["description"], name
        assert DataClass.named(each[DATA_CLASS]) in DataClass, name
        assert {each.get("format")} - FORMATS.checkers.keys() <= {None}, "a format that no test here would check"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_what_was_promised_fits(path: Path) -> None:
    assert faults(json.loads(filled(path.read_text()))) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_no_value_of_a_promise_is_left_undescribed(path: Path) -> None:
    def undescribed(value: Any, fragment: Any, name: str) -> Iterator[str]:
        if isinstance(value, list):
            for each in value:
                yield from undescribed(each, fragment["items"], f"{name}.*")
        elif isinstance(value, dict):
            for key, inner in value.items():
                known = fragment.get("properties", {}).get(key) or fragment.get("additionalProperties")
                yield from undescribed(inner, known, f"{name}.{key}") if known else [f"{name}.{key}"]

    payload = json.loads(filled(path.read_text()))

    assert list(undescribed(payload, schema_of(BY_TYPE[payload["type"]]), "")) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_each_value_of_a_promise_keeps_its_type_and_its_format(path: Path) -> None:
    """A placeholder says what stood there: an id, a time or an address is no longer just any text."""
    promise = path.read_text()
    for way, value in single_values(json.loads(promise)):
        if way == ("type",):  # says which schema to look into
            continue
        others: list[object] = [["of another type"]]
        if value in {"<uuid>", "<time>", "<url>"} or str(value).startswith("http"):
            others.append("of no such form")
        for other in others:
            payload = json.loads(filled(promise))
            holder = payload
            for each in way[:-1]:
                holder = holder[each]
            holder[way[-1]] = other

            assert faults(payload), (way, other)


def single_values(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The values that are neither objects nor lists, each with the way to it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inside is None:
        yield way, value
        return
    for key, inner in inside:
        yield from single_values(inner, (*way, key))


@every_type
def test_what_every_endpoint_gets_is_required_and_nothing_else(event_type: EventType) -> None:
    """A field moved to a higher class would be missed by who has a lower one: this is the test that tells."""
    data = schema_of(event_type)["properties"]["data"]
    reference = {*IN_ALL, *event_type.fields.get(DataClass.REFERENCE, ())}
    always = {name for name in reference if (event_type.name, name) not in SOMETIMES}

    required = {*data["required"]} - {"person"}
    inside = {f"person.{name}" for name in data["properties"].get("person", {}).get("required", ())}

    assert required | inside == always
    assert {("lead.updated", "due_date"), ("lead.updated", "appointment_at")} == SOMETIMES, "a promise taken back"


@every_type
def test_a_promise_without_one_of_them_does_not_fit(event_type: EventType) -> None:
    for name in schema_of(event_type)["properties"]["data"]["required"]:
        payload = envelope(event_type.name)
        del payload["data"][name]

        assert faults(payload) == ["$.data"], name


@every_type
def test_what_nobody_described_may_come_too(event_type: EventType) -> None:
    payload = envelope(event_type.name)
    payload["data"] |= {"of_a_later_version": 1}
    payload["data"]["clinic"] |= {"of_a_later_version": 1}

    assert faults(payload | {"of_a_later_version": 1}) == []


def test_a_field_without_a_type_is_noticed_and_so_is_a_type_without_a_field() -> None:
    fields = {(each.name, name) for each in DESCRIBED for names in (IN_ALL, *each.fields.values()) for name in names}
    used = {(pattern_of(*field), field[1]) for field in fields}

    with pytest.raises(KeyError, match=r"lead\.created middle_name"):
        field_of("lead.created", "middle_name")
    assert {(pattern, name) for pattern, rows in FIELDS.items() for name in rows} - used == set()


@pytest.mark.parametrize(
    ("name", "field", "value", "fault"),
    [
        ("lead.created", "id", "17", "$.data.id"),
        ("lead.created", "id", 17, "$.data.id"),
        ("lead.created", "clinic", None, "$.data.clinic"),
        ("lead.created", "clinic.id", "duluth", "$.data.clinic.id"),
        ("lead.created", "url", None, "$.data.url"),
        ("lead.created", "url", "the workspace", "$.data.url"),
        ("lead.created", "created_at", "2026-03-04", "$.data.created_at"),
        ("lead.created", "person", {}, "$.data.person"),
        ("lead.created", "person.email", "jo", "$.data.person.email"),
        ("lead.created", "person.phone", "(218) 555-0187", "$.data.person.phone"),
        ("lead.assigned", "owner", {}, "$.data.owner"),
        ("lead.updated", "due_date", "2026-03-04T16:00:00.000Z", "$.data.due_date"),
        ("person.merged", "leads", [{"id": "1"}], "$.data.leads[0].id"),
        ("person.updated", "changed", "phone", "$.data.changed"),
        ("call.logged", "duration_seconds", "12", "$.data.duration_seconds"),
        ("call.logged", "duration_seconds", -1, "$.data.duration_seconds"),
        ("consult_request.received", "answers", {"sleep": "badly"}, "$.data.answers.sleep"),
        ("consult_request.received", "attribution", {"first": {"gclid": 1}}, "$.data.attribution.first.gclid"),
        ("page.published", "id", "home", "$.data.id"),
    ],
)
def test_a_wrong_value_is_found(name: str, field: str, value: object, fault: str) -> None:
    assert faults(changed(name, field, value)) == [fault]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("lead.created", "person.email", ""),
        ("lead.created", "person.email", "jörg@example.com"),
        ("lead.created", "person.phone", ""),
        ("lead.updated", "due_date", "2026-04-03"),
        ("lead.updated", "appointment_at", "2026-03-04T16:00:00.000Z"),
        ("person.merged", "leads", []),
        ("consult_request.received", "answers", {"sleep": {"question": "Do you sleep?", "answer": "Badly"}}),
        ("consult_request.received", "attribution", {"last": {"utm_source": "leaflet", "gclid": "abc"}}),
    ],
)
def test_a_right_value_is_not(name: str, field: str, value: object) -> None:
    assert faults(changed(name, field, value)) == []


@pytest.mark.parametrize("change", [{"type": "lead.updated"}, {"timestamp": "yesterday"}, {"data": None}])
def test_a_wrong_envelope_is_found(change: dict[str, object]) -> None:
    validator = Draft202012Validator(schema_of(BY_TYPE["lead.created"]), format_checker=FORMATS)

    assert not validator.is_valid(envelope("lead.created") | change)
    assert validator.is_valid(envelope("lead.created"))


def test_the_closed_lists_are_those_that_were_published() -> None:
    now = {
        (each.name, name): fragment["enum"]
        for each in DESCRIBED
        for name, fragment in in_data(each).items()
        if "enum" in fragment
    }

    assert now == CLOSED_LISTS


@pytest.mark.parametrize(("name", "field"), CLOSED_LISTS)
def test_each_value_of_a_closed_list_fits_and_no_other(name: str, field: str) -> None:
    assert [value for value in CLOSED_LISTS[name, field] if faults(changed(name, field, value))] == []
    assert faults(changed(name, field, "something else")) == [f"$.data.{field}"]


def test_null_is_allowed_where_it_was_published_and_nowhere_else() -> None:
    now = {
        (each.name, name)
        for each in DESCRIBED
        for name, fragment in in_data(each).items()
        if "null" in fragment["type"]
    }

    assert now == NULLABLE
    assert [where for where in NULLABLE if faults(changed(*where, None))] == []


def test_click_ids_and_answers_say_that_they_are_of_a_higher_class_than_what_holds_them() -> None:
    data = in_data(BY_TYPE["consult_request.received"])

    assert data["attribution.last.utm_source"][DATA_CLASS] == "reference"
    assert data["attribution.last.gclid"][DATA_CLASS] == "contact"
    assert data["answers.*.answer"][DATA_CLASS] == "health"
    assert data["message"][DATA_CLASS] == "health"
    assert data["person.email"][DATA_CLASS] == "contact"
