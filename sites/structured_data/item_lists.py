"""A list that a page shows, as `ItemList` of references."""

from collections.abc import Sequence

from sites.structured_data.json_ld import Node, ref


def item_list_id(page_url: str) -> str:
    return f"{page_url}#list"


def item_list_node(identifiers: Sequence[str], *, page_url: str) -> Node:
    return {
        "@type": "ItemList",
        "@id": item_list_id(page_url),
        "numberOfItems": len(identifiers),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": ref(identifier)}
            for position, identifier in enumerate(identifiers, start=1)
        ],
    }
