from datetime import date

from demo.content.conditions import CONDITIONS
from sites.bootstrapping import ensure_child
from sites.models import Condition, ConditionIndexPage, ConditionPage, HomePage, Provider

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
            body=[
                ("heading", "What it is like"),
                ("definitions", [{"term": term, "definition": text} for term, text in content.symptoms]),
            ],
            reviewer=providers[REVIEWER],
            reviewed_date=REVIEWED,
            next_review_date=NEXT_REVIEW,
        )
