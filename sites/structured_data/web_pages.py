"""The page itself: what it is about, and who reviewed it when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sites.models import FAQ
from sites.structured_data.breadcrumbs import breadcrumbs_id
from sites.structured_data.faqs import question_nodes
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty


@dataclass(frozen=True)
class WebPage:
    """`reviewer_id` names a provider's node in the same graph; `about` what the page tells of."""

    url: str
    title: str
    language: str
    schema_type: str = "WebPage"
    description: str = ""
    image_url: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    reviewer_id: str = ""
    reviewed_date: date | None = None
    about: Sequence[str] = ()
    main_entity: str = ""
    faqs: Sequence[FAQ] = field(default=())


def web_page_node(page: WebPage, *, ids: Identifiers) -> Node:
    questions = question_nodes(page.faqs)
    # A page that answers questions is an FAQPage besides; what it is about stays beside them.
    about = [page.main_entity, *page.about] if questions and page.main_entity else list(page.about)
    return without_empty(
        {
            "@type": [page.schema_type, "FAQPage"] if questions else page.schema_type,
            "@id": f"{page.url}#page",
            "url": page.url,
            "name": page.title,
            "description": page.description,
            "inLanguage": page.language,
            "isPartOf": ref(ids.website),
            "breadcrumb": ref(breadcrumbs_id(page.url)),
            "image": page.image_url,
            "datePublished": page.published_at.isoformat() if page.published_at else "",
            "dateModified": page.modified_at.isoformat() if page.modified_at else "",
            "reviewedBy": ref(page.reviewer_id) if page.reviewer_id else None,
            "lastReviewed": page.reviewed_date.isoformat() if page.reviewed_date else "",
            "about": [ref(each) for each in about],
            "mainEntity": questions or (ref(page.main_entity) if page.main_entity else None),
        }
    )
