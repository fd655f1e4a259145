"""The body of a treatment's page: blocks in the order in which somebody asks, over rows of the library."""

from django.db.models import Q

from demo.content.conditions import CONDITIONS
from demo.content.shapes import FactContent, TreatmentContent
from demo.seeding.consult_forms import consult_form_block
from demo.seeding.library import titled
from sites.models import FAQ, Fact, ProtocolFact, Testimonial, Treatment, TreatmentPrice

type Blocks = list[tuple[str, object]]


def treatment_body(content: TreatmentContent, treatment: Treatment) -> Blocks:
    return [
        *statistic(content),
        ("mechanism", {"points": titled(content.how_it_works), "is_uncertain": True}),
        ("prose", f"<p>{content.evidence}</p>"),
        ("balance", {"benefits": list(content.benefits), "side_effects": list(content.drawbacks)}),
        ("side_effects", {"treatment": treatment, "side_effects": [], "heading": "Side effects, by dose"}),
        ("heading", "What to expect"),
        ("steps", titled(content.steps)),
        *as_clinics_give_it(treatment),
        ("candidacy", {"points": list(content.candidacy)}),
        ("contraindications", {"points": list(content.contraindications)}),
        *words_of_people(treatment),
        ("phone_action", {"text": "Rather talk first? Each clinic answers its own phone."}),
        ("consult_form", consult_form_block(content.slug)),
    ]


def statistic(content: TreatmentContent) -> Blocks:
    """Of the first of its conditions that has a number."""
    numbers = {condition.slug: condition.statistic for condition in CONDITIONS if condition.statistic}
    known = [numbers[slug] for slug in content.conditions if slug in numbers]
    return [("statistic", {"fact": stored_fact(known[0])})] if known else []


def stored_fact(content: FactContent) -> Fact:
    return Fact.objects.get(value=content.value, wording=content.wording)


def as_clinics_give_it(treatment: Treatment) -> Blocks:
    blocks: Blocks = []
    if ProtocolFact.objects.filter(treatment=treatment).exists():
        blocks.append(("protocol", {"treatment": treatment, "heading": "How long, and how often"}))
    if TreatmentPrice.objects.filter(treatment=treatment).exists():
        blocks.append(("prices", {"clinic": None, "treatment": treatment}))
    return blocks


def words_of_people(treatment: Treatment) -> Blocks:
    """Questions that hold for every treatment or this one, and stories about it."""
    blocks: Blocks = []
    if questions := list(FAQ.objects.filter(Q(treatment=treatment) | Q(treatment=None), clinic=None)):
        blocks.append(("questions", {"questions": questions}))
    if stories := list(Testimonial.objects.filter(treatment=treatment)):
        blocks.append(("testimonials", {"testimonials": stories}))
    return blocks
