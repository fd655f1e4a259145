"""Standard pages of the demo: who may have an infusion (of no clinic), and a first visit (at one)."""

from typing import Any

from demo.content import visits as words
from demo.content.facts import LIMITING_PAIN
from demo.pictures import scene
from demo.seeding.library import ARTICLE_CHROMA, ARTICLE_HUE, titled
from demo.seeding.pictures import ensure_image
from demo.seeding.treatment_pages import Blocks, stored_fact
from sites.blocks import BodyBlock
from sites.bootstrapping import ensure_child
from sites.models import FAQ, Clinic, ClinicPage, HomePage, StandardPage, Treatment

FIT_SLUG, VISIT_SLUG = "is-an-infusion-right-for-you", "your-first-visit"
VISITED = "duluth"


def seed_visits(home: HomePage, clinics: dict[str, Clinic], treatments: dict[str, Treatment]) -> None:
    ensure_child(
        home,
        StandardPage,
        slug=FIT_SLUG,
        title=words.FIT_TITLE,
        search_description=words.FIT_INTRO,
        intro=words.FIT_INTRO,
        body=fit_body(list(treatments.values())),
    )
    clinic_page = ClinicPage.objects.get(clinic=clinics[VISITED], locale__language_code="en")
    ensure_child(
        clinic_page,
        StandardPage,
        slug=VISIT_SLUG,
        title=words.VISIT_TITLE,
        search_description=words.VISIT_INTRO,
        intro=words.VISIT_INTRO,
        body=visit_body(),
    )


def fit_body(treatments: list[Treatment]) -> Blocks:
    heading, text = words.FIT_HERO
    return [
        ("hero", {"heading": heading, "text": text}),
        ("statistic", {"fact": stored_fact(LIMITING_PAIN)}),
        ("candidacy", {"points": list(words.CONSIDERED_FOR)}),
        ("contraindications", {"points": list(words.REASONS_AGAINST)}),
        ("heading", "How it works, in a paragraph"),
        ("prose", words.HOW_IT_WORKS),
        ("heading", "What to expect"),
        ("steps", titled(words.EXPECT)),
        ("heading", "Ways to give it"),
        ("comparison", comparison(words.ROUTES_CAPTION, words.ROUTES)),
        ("notice", {"heading": words.COMPOUNDED_HEADING, "text": words.COMPOUNDED}),
        ("treatments", {"clinic": None, "treatments": treatments}),
        ("questions", {"questions": list(FAQ.objects.filter(clinic=None, treatment=None))}),
        ("clinic_finder", {"text": words.FIT_ASK}),
        ("booking_action", {"clinic": None, "text": ""}),
        ("legal_notice", {"text": ""}),
    ]


def visit_body() -> Blocks:
    heading, text = words.VISIT_HERO
    room = ensure_image(
        "Scene first visit",
        lambda: scene("questions-for-a-first-talk", hue=ARTICLE_HUE, chroma=ARTICLE_CHROMA),
        description="A drawn room",
    )
    return [
        ("hero", {"heading": heading, "text": text}),
        ("picture", {"image": described(room, "Two chairs face each other"), "caption": words.VISIT_ROOM}),
        ("heading", "Three things happen"),
        ("steps", titled(words.VISIT_STEPS)),
        ("provider_cards", {"clinic": None, "providers": []}),
        ("conditions", {"clinic": None, "conditions": []}),
        (
            "video",
            {
                "url": words.FILM_URL,
                "title": words.FILM_TITLE,
                "poster": described(room, "A still of a room"),
                "transcript": words.FILM_TRANSCRIPT,
            },
        ),
        ("prices", {"clinic": None, "treatment": None}),
        ("opening_hours", {"clinic": None}),
        ("map", {"clinic": None}),
        ("booking_action", {"clinic": None, "text": words.VISIT_BOOKING}),
        ("emergency_notice", {"text": words.VISIT_EMERGENCY}),
        ("consult_form", {"heading": words.VISIT_CONSULT}),
    ]


def comparison(caption: str, rows: tuple[tuple[str, ...], ...]) -> Any:
    """The first row holds the headings."""
    headings, *others = rows
    return (
        BodyBlock()
        .child_blocks["comparison"]
        .to_python(
            {
                "caption": caption,
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": list(row)} for row in others],
            }
        )
    )


def described(image: Any, alt_text: str) -> dict[str, Any]:
    return {"image": image, "alt_text": alt_text, "decorative": False}
