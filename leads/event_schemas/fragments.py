"""Pieces of JSON Schema, draft 2020-12: https://json-schema.org/draft/2020-12/json-schema-validation"""

from collections.abc import Iterable, Mapping
from typing import Any

from protection.data_classes import DataClass

type Fragment = dict[str, Any]

DATA_CLASS = "x-data-class"
# E.164 has fifteen digits at most; empty where nobody knows it.
E164_OR_EMPTY = r"^(\+[1-9][0-9]{1,14})?$"


def text(description: str, **more: object) -> Fragment:
    return {"type": "string", "description": description, **more}


def uuid(description: str) -> Fragment:
    return text(description, format="uuid")


def moment(description: str) -> Fragment:
    """RFC 3339, as `integrations.timestamps` writes it."""
    return text(description, format="date-time")


def day(description: str) -> Fragment:
    return text(description, format="date")


def link(description: str) -> Fragment:
    return text(description, format="uri")


def email(description: str) -> Fragment:
    """Also empty. `idn-email`: the domain is ASCII, what stands before the @ may be of any language."""
    return text(description, anyOf=[{"const": ""}, {"format": "idn-email"}])


def phone(description: str) -> Fragment:
    """E.164; also empty."""
    return text(description, pattern=E164_OR_EMPTY)


def count(description: str) -> Fragment:
    return {"type": "integer", "minimum": 0, "description": description}


def one_of(values: Iterable[str], description: str) -> Fragment:
    """A closed list. Another value in it is another promise: tests hold each list."""
    return text(description, enum=[str(each) for each in values])


def thing(description: str, properties: Mapping[str, Fragment], *, required: Iterable[str] | None = None) -> Fragment:
    """An object that may hold more than is described. All of `properties` are required unless `required` says which."""
    names = properties if required is None else required
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": sorted(names),
    }


def by_name(description: str, of: Fragment) -> Fragment:
    """An object whose names are not known beforehand."""
    return {"type": "object", "description": description, "additionalProperties": of}


def several(description: str, of: Fragment) -> Fragment:
    return {"type": "array", "description": description, "items": of}


def or_null(fragment: Fragment) -> Fragment:
    return fragment | {"type": [fragment["type"], "null"]}


def of_class(fragment: Fragment, data_class: DataClass) -> Fragment:
    """The fragment and all in it, each saying its data class; what says another one already keeps it."""
    own = DataClass.named(fragment.get(DATA_CLASS, data_class.slug))
    marked = fragment | {DATA_CLASS: own.slug}
    if "properties" in fragment:
        marked["properties"] = {name: of_class(each, own) for name, each in fragment["properties"].items()}
    for inner in {"items", "additionalProperties"} & fragment.keys():
        marked[inner] = of_class(fragment[inner], own)
    return marked
