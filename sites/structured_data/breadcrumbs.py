"""Where a page stands, as `BreadcrumbList`."""

from collections.abc import Iterable

from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node


def breadcrumbs_id(page_url: str) -> str:
    return f"{page_url}#breadcrumbs"


def breadcrumb_node(above: Iterable[tuple[str, str]], *, title: str, url: str, ids: Identifiers) -> Node:
    """`above` as (title, address) from the home page down; the page itself, at `url`, is the last of them."""
    trail = [*((name, ids.absolute(address)) for name, address in above), (title, url)]
    return {
        "@type": "BreadcrumbList",
        "@id": breadcrumbs_id(url),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, start=1)
        ],
    }
