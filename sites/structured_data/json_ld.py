"""Nodes as JSON-LD: one `@graph` in a data block of the page."""

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

type Node = dict[str, object]

# Inside <script> only these could end the element or begin a comment; JSON knows another spelling of each.
HARMLESS = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def ref(identifier: str) -> Node:
    """A node that stands elsewhere in the graph, or on another page."""
    return {"@id": identifier}


def without_empty(node: Node) -> Node:
    """The node without properties that say nothing. Zero and False say something."""
    return {name: value for name, value in node.items() if value not in (None, "", [], (), {})}


def script_element(nodes: Sequence[Node]) -> SafeString:
    """A data block, which no browser runs, so the strict policy lets it stand. Inert whatever the values hold."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for character, spelling in HARMLESS.items():  # a tenth of what str.translate takes
        text = text.replace(character, spelling)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above
