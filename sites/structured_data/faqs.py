"""Questions that a body answers."""

from collections.abc import Iterable
from datetime import date

from wagtail.blocks import StreamValue
from wagtail.rich_text import get_text_for_indexing

from sites.models import FAQ, Clinic
from sites.structured_data.json_ld import Node

QUESTIONS_BLOCK = "questions"


def faqs_of(body: Iterable[StreamValue.StreamChild], *, clinic: Clinic | None, on: date) -> list[FAQ]:
    """The questions that a body shows on a page of `clinic` (None: of the network), each once, in order."""
    blocks = (block for block in body if block.block_type == QUESTIONS_BLOCK)
    return list(dict.fromkeys(faq for block in blocks for faq in block.value.shown(on=on, clinic=clinic)))


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
