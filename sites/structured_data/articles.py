"""An article, with who wrote it and, where it was republished, whose it is."""

from sites.models import ArticlePage, Provider
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty

LONGEST_HEADLINE = 110  # characters that search engines show


def article_node(
    page: ArticlePage, *, ids: Identifiers, url: str, author: Provider | None, description: str, image_url: str
) -> Node:
    """`author` is one of our providers, who has a node of their own; None where somebody else wrote it."""
    return without_empty(
        {
            "@type": "Article",
            "@id": f"{url}#article",
            "headline": page.title[:LONGEST_HEADLINE],
            "description": description,
            "image": image_url,
            "datePublished": page.published_date.isoformat(),
            "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
            "author": ref(ids.provider(author)) if author else outside_author(page),
            "publisher": ref(ids.network),
            "mainEntityOfPage": ref(f"{url}#page"),
            **(origin_properties(page) if page.is_republished else {}),
        }
    )


def outside_author(page: ArticlePage) -> Node | None:
    if not page.author_name:
        return None
    return without_empty({"@type": "Person", "name": page.author_name, "honorificSuffix": page.author_degree})


def origin_properties(page: ArticlePage) -> Node:
    publisher: Node = {"@type": "Organization", "name": page.origin_publisher}
    original = without_empty(
        {
            "@type": "CreativeWork",
            "url": page.origin_url,
            "author": {"@type": "Person", "name": page.origin_author} if page.origin_author else None,
            "datePublished": page.origin_date.isoformat() if page.origin_date else "",
            "publisher": publisher,
        }
    )
    return {"isBasedOn": original, "copyrightHolder": publisher, "copyrightNotice": page.origin_licence}
