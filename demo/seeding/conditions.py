from datetime import date

from django.db.models import Q

from demo.content.conditions import CONDITIONS
from demo.content.shapes import ConditionContent
from demo.content.visits import PAIN_AT_HAND
from demo.seeding.treatment_pages import Blocks, stored_fact
from sites.bootstrapping import ensure_child
from sites.models import FAQ, Condition, ConditionIndexPage, ConditionPage, HomePage, Provider, Testimonial, Treatment

REVIEWER = "imani-okafor"
REVIEWED, NEXT_REVIEW = date(2026, 2, 9), date(2027, 2, 9)


def seed_condition_pages(home: HomePage, providers: dict[str, Provider]) -> None:
    """A page for each condition, reviewed by the medical director."""
    index = ConditionIndexPage.objects.child_of(home).get()
    if not index.intro:
        index.intro = "What people come with, in plain words. None of it replaces a diagnosis."
        index.save_revision().publish()
    for content in CONDITIONS:
        ensure_child(
            index,
            ConditionPage,
            slug=content.slug,
            title=content.name,
            search_description=content.summary[:250],
            condition=Condition.objects.get(slug=content.slug),
            intro=content.summary,
            body=condition_body(content),
            reviewer=providers[REVIEWER],
            reviewed_date=REVIEWED,
            next_review_date=NEXT_REVIEW,
        )


def condition_body(content: ConditionContent) -> Blocks:
    """What it is like, how many have it, what is asked about what is tried, and what may go wrong with it."""
    tried = list(Treatment.objects.filter(conditions__slug=content.slug))
    stories = list(Testimonial.objects.filter(treatment__in=tried))
    body: Blocks = [
        *([("emergency_notice", {"text": PAIN_AT_HAND})] if content.is_dangerous else []),
        *([("statistic", {"fact": stored_fact(content.statistic)})] if content.statistic else []),
        ("heading", "What it is like"),
        ("definitions", [{"term": term, "definition": text} for term, text in content.symptoms]),
        ("questions", {"questions": list(FAQ.objects.filter(Q(treatment__in=tried) | Q(treatment=None), clinic=None))}),
        *([("testimonials", {"testimonials": stories})] if stories else []),
        ("phone_action", {"text": "Ask what is tried for it, and what is tried first."}),
    ]
    return body
