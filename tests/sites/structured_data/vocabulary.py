"""A page's structured data read by parsers that are not ours, and held against schema.org's own vocabulary.

rdflib reads the JSON-LD; `schema_org` holds schema.org's release and knows which property stands on which
type, and with what value.
"""

import json
import warnings
from html.parser import HTMLParser
from typing import Any

from rdflib import RDF, Graph, Literal, URIRef
from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA

SCHEMA = "https://schema.org/"
# Properties whose plain strings are addresses, as https://schema.org/docs/jsonldcontext.json says.
ADDRESSES = ("url", "image", "item", "hasMap", "dayOfWeek")
# Stands in for the context that a test must not fetch.
CONTEXT = {"@vocab": SCHEMA} | {name: {"@type": "@id"} for name in ADDRESSES}
LITERALS = {
    "Boolean", "Date", "DateTime", "Float", "Integer", "Number", "Text", "Time", "CssSelectorType", "PronounceableText",
    "XPathType",
}  # fmt: skip


class DataBlocks(HTMLParser):
    """Collects what stands in `<script type="application/ld+json">`, as an HTML parser sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self.inside:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] += data


def document_of(html: str) -> dict[str, Any]:
    """The page's only data block."""
    parser = DataBlocks()
    parser.feed(html)
    assert len(parser.blocks) == 1, f"{len(parser.blocks)} data blocks"
    document: dict[str, Any] = json.loads(parser.blocks[0])
    assert document["@context"] == "https://schema.org"
    return document


def errors_of(document: dict[str, Any]) -> list[str]:
    """What schema.org's vocabulary does not know: a type, a property on that type, or a kind of value for it."""
    graph = Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, about its own classes
        graph.parse(data=json.dumps(document | {"@context": CONTEXT}), format="json-ld")
    types = {subject: set(graph.objects(subject, RDF.type)) for subject in set(graph.subjects())}
    errors = []
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            errors += [] if kinds_of(local(value)) else [f"no type {value}"]
            continue
        kinds = [local(each) for each in types[subject]]
        ranges = {name for kind in kinds for name in properties_of(kind).get(local(predicate), ())}
        where = f"{local(predicate)} of {'/'.join(kinds) or subject}"
        if not ranges:
            errors.append(f"{where}: no such property")
        elif not is_allowed(value, ranges, types):
            errors.append(f"{where}: {value!r} is none of {sorted(ranges)}")
    return errors


def properties_of(schema_type: str) -> dict[str, tuple[str, ...]]:
    """Name and kinds of value of every property that is not superseded by another."""
    known = (PROPERTY_BY_SCHEMA[name] for kind in kinds_of(schema_type) for name in CLASS_METADATA[kind].properties)
    return {each.schema_name: each.ranges for each in known if each.superseded_by is None}


def kinds_of(schema_type: str) -> set[str]:
    """A type and every type of which it is one; none where the vocabulary does not have it."""
    if schema_type not in CLASS_METADATA:
        return set()
    return {schema_type}.union(*map(kinds_of, CLASS_METADATA[schema_type].parents))


def is_allowed(value: Any, ranges: set[str], types: dict[Any, set[Any]]) -> bool:
    if isinstance(value, Literal):
        return bool(ranges & LITERALS)
    if kinds := set[str]().union(*(kinds_of(local(each)) for each in types.get(value, ()))):
        return bool(ranges & kinds)
    # An address alone: a link, a member of an enumeration, or a node that another page describes.
    return isinstance(value, URIRef)


def local(term: Any) -> str:
    return str(term).removeprefix(SCHEMA)
