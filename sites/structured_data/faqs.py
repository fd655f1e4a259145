"""Questions that a body answers."""

from collections.abc import Iterable

from wagtail.blocks import StreamValue
from wagtail.rich_text import get_text_for_indexing

from sites.models import FAQ
from sites.structured_data.json_ld import Node

FAQ_BLOCK = "faq"


def faqs_of(body: StreamValue | None) -> list[FAQ]:
    """The questions of every `faq` block of a body, each once, in order."""
    chosen = [faq for block in body or () if block.block_type == FAQ_BLOCK for faq in block.value]
    return list(dict.fromkeys(chosen))


def question_nodes(faqs: Iterable[FAQ]) -> list[Node]:
    """What a page of type `FAQPage` holds as its main entity; answers as plain text."""
    return [
        {
            "@type": "Question",
            "name": faq.question,
            "acceptedAnswer": {"@type": "Answer", "text": plain_text(faq.answer)},
        }
        for faq in faqs
    ]


def plain_text(rich_text: str) -> str:
    return " ".join(get_text_for_indexing(rich_text).split())
