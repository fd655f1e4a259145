"""Rows that blocks choose from, stored, and what a body holds when it has one of each block."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from sites.blocks import BodyBlock
from sites.models import FAQ, ExternalResource, Fact, SideEffect, Testimonial, Treatment

BLOCKS = BodyBlock().child_blocks


def make_fact(**values: Any) -> Fact:
    defaults = {
        "value": "24 in 100",
        "wording": "adults have pain on most days",
        "share": 24,
        "source": "An invented survey, 2025",
        "source_url": "https://example.com/survey",
        "as_of_date": date(2025, 6, 1),
        "review_by_date": date(2026, 12, 31),
    }
    return Fact.objects.create(**(defaults | values))


def make_treatment(slug: str = "infusion") -> Treatment:
    return Treatment.objects.get_or_create(slug=slug, defaults={"name": slug.title(), "summary": "Slowly."})[0]


def make_side_effect(name: str, treatment: Treatment, **values: Any) -> SideEffect:
    side_effect = SideEffect.objects.create(name=name, **values)
    side_effect.treatments.add(treatment)
    return side_effect


def make_question(question: str = "How long?", **values: Any) -> FAQ:
    return FAQ.objects.create(question=question, answer="<p>That <b>differs</b>.</p>", **values)


def make_story(name: str = "Ana R.", **values: Any) -> Testimonial:
    defaults = {"text": "I slept.", "authorized_date": date(2026, 1, 1)}
    return Testimonial.objects.create(display_name=name, **(defaults | values))


def make_resource(name: str = "Neighbors") -> ExternalResource:
    url = f"https://example.com/{name.lower()}"
    return ExternalResource.objects.create(name=name, url=url, description="Peer groups.")


def make_image() -> Any:
    file: ImageFile = get_test_image_file()
    return get_image_model().objects.create(title="A room", file=file)


def with_image(**values: Any) -> dict[str, Any]:
    image = make_image()
    image.contextual_alt_text, image.decorative = "A room", False
    return values | {"image" if "caption" in values else "poster": image}


STORED: dict[str, Callable[[], Any]] = {
    "statistic": lambda: {"fact": make_fact()},
    "side_effects": lambda: {
        "side_effects": [make_side_effect("Dizziness", make_treatment(), dose="low")],
        "treatment": make_treatment(),
    },
    "protocol": lambda: {"treatment": make_treatment()},
    "questions": lambda: {"questions": [make_question()]},
    "testimonials": lambda: {"testimonials": [make_story()]},
    "resources": lambda: {"resources": [make_resource()]},
    "picture": lambda: with_image(caption="A chair"),
    "video": lambda: with_image(url="https://youtu.be/abcdefghijk", title="A walk"),
}


def stored_value(block_type: str) -> Any:
    """What a page may hold of this block. Blocks that choose no rows take the words of their preview."""
    make = STORED.get(block_type)
    return make() if make else BLOCKS[block_type].get_preview_value()
