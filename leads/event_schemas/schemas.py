"""The schema of each event's envelope, as its receivers get it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from integrations.catalogue import EVENT_TYPES, IN_ALL, TRIAL, EventType
from leads.event_schemas.fields import SOMETIMES, field_of
from leads.event_schemas.fragments import Fragment, moment, of_class, thing
from protection.data_classes import DataClass

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOR_RECEIVERS = "Ignore what is not described: a field may be added. An endpoint gets the values of its own data class."
DESCRIBED = (*EVENT_TYPES, TRIAL)
BY_FILE_NAME = {each.file_name: each for each in DESCRIBED}


def addresses() -> dict[str, str]:
    """Where each type's schema is, by type."""
    return {each.name: address_of(each) for each in DESCRIBED}


def address_of(event_type: EventType) -> str:
    return settings.BASE_URL + reverse("event_schema", args=[event_type.file_name])


def schema_of(event_type: EventType) -> Fragment:
    """JSON Schema of the whole body that is sent, in English. What every endpoint gets is required."""
    with translation.override("en"):
        when = str(event_type.when)
    not_yet = "" if event_type.is_sent else " Not sent yet."
    envelope = thing(
        f"{when}{not_yet} {FOR_RECEIVERS}",
        {
            "type": {"type": "string", "description": "Which event.", "const": event_type.name},
            "timestamp": moment("When it happened."),
            "data": data_of(event_type),
        },
    )
    head = {"$schema": DRAFT, "$id": address_of(event_type), "title": event_type.name}
    return head | of_class(envelope, DataClass.REFERENCE)


def data_of(event_type: EventType) -> Fragment:
    """`data` with all its classes; "person.email" of the catalogue is `email` in an object `person`."""
    top: dict[str, Fragment] = {}
    parts: dict[str, dict[str, Fragment]] = {}
    told = [(DataClass.REFERENCE, IN_ALL), *event_type.fields.items()]
    for data_class, name in ((data_class, name) for data_class, names in told for name in names):
        fragment = of_class(field_of(event_type.name, name), data_class)
        parent, _, child = name.rpartition(".")
        (parts.setdefault(parent, {}) if parent else top)[child] = fragment
    required = set(always(event_type))
    for parent, properties in parts.items():
        inner = {name.removeprefix(f"{parent}.") for name in required if name.startswith(f"{parent}.")}
        top[parent] = thing(f"The {parent}.", properties, required=inner)
    return thing("What is told.", top, required={name.partition(".")[0] for name in required})


def always(event_type: EventType) -> Iterable[str]:
    """The catalogue's names of what every endpoint gets."""
    names = (*IN_ALL, *event_type.fields.get(DataClass.REFERENCE, ()))
    return [name for name in names if (event_type.name, name) not in SOMETIMES]
