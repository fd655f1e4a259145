"""Five pages that an editor must be able to build from blocks: as posted by the admin's form, and as read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text, streamfield

from sites.blocks.text import PROSE_FEATURES
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    CarefrontPage,
    Clinic,
    ClinicTreatmentPage,
    Condition,
    ConditionIndexPage,
    ConditionPage,
    HomePage,
    ProtocolFact,
    StandardPage,
    Treatment,
    TreatmentPage,
)
from tests.sites.block_rows import make_fact, make_question, make_resource, make_side_effect, make_story


@dataclass(frozen=True)
class Part:
    """One block: what the form posts for it, and what a visitor then reads of it, in order."""

    block_type: str
    posted: Any
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    page_type: type[CarefrontPage]
    parent: Page
    title: str
    fields: dict[str, str]
    parts: list[Part]
    opens_with: tuple[str, ...] = ()
    """What a visitor reads of `fields`, before the blocks."""
    clinic: Clinic | None = None
    """Whose page it is; None: the network's."""
    cards: list[Clinic] = field(default_factory=list)
    """Clinics that are named on the page, each on a card of its own."""

    @property
    def body(self) -> dict[str, Any]:
        return dict(streamfield([(part.block_type, part.posted) for part in self.parts]))

    @property
    def headings(self) -> list[str]:
        return [part.posted for part in self.parts if part.block_type == "heading"]

    @property
    def reads(self) -> list[str]:
        return [self.title, *self.opens_with, *(text for part in self.parts for text in part.reads)]


@dataclass(frozen=True)
class Network:
    """Where the pages stand, and what they tell of. `clinic` and `sister` are one practice's, `other` another's."""

    home: HomePage
    clinic: Clinic
    sister: Clinic
    other: Clinic
    treatment: Treatment
    treatment_page: TreatmentPage
    provider_id: str

    def below[P: Page](self, page_type: type[P]) -> P:
        page: P = page_type.objects.child_of(self.home).get()
        return page


def items(*values: Any) -> dict[str, Any]:
    """Form data of a block that is a list."""
    return dict(streamfield([("item", value) for value in values]))


def heading(text: str) -> Part:
    return Part("heading", text, (text,))


def prose(*paragraphs: str) -> Part:
    html = "".join(f"<p>{text}</p>" for text in paragraphs)
    return Part("prose", rich_text(html, features=PROSE_FEATURES), paragraphs)


def bullets(*points: str) -> Part:
    html = "".join(f"<li>{text}</li>" for text in points)
    return Part("prose", rich_text(f"<ul>{html}</ul>", features=PROSE_FEATURES), points)


def definitions(*pairs: tuple[str, str]) -> Part:
    return Part("definitions", items(*({"term": term, "definition": text} for term, text in pairs)), flat(pairs))


def points_of(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return items(*({"title": title, "text": text} for title, text in pairs))


def steps(*pairs: tuple[str, str]) -> Part:
    return Part("steps", points_of(pairs), flat(pairs))


def tips(title: str, *pairs: tuple[str, str]) -> Part:
    return Part("tips", {"heading": title, "tips": points_of(pairs)}, (title, *flat(pairs)))


def mechanism(title: str, *pairs: tuple[str, str]) -> Part:
    posted = {"heading": title, "text": "", "points": points_of(pairs), "is_uncertain": "on"}
    return Part("mechanism", posted, (title, *flat(pairs), "not fully understood, and it does not work for everyone"))


def candidacy(title: str, *points: str) -> Part:
    return Part("candidacy", {"heading": title, "text": "", "points": items(*points)}, (title, *points))


def contraindications(*points: str) -> Part:
    posted = {"heading": "", "text": "Bring a list of your medicines.", "points": items(*points)}
    return Part("contraindications", posted, ("Who should not have it", *points, "Bring a list of your medicines."))


def statistic(value: str, wording: str) -> Part:
    fact = make_fact(value=value, wording=wording, share=None)
    return Part("statistic", {"heading": "", "fact": str(fact.pk)}, ("In numbers", value, wording, fact.source))


def side_effects(treatment: Treatment, *reads: str) -> Part:
    """All that the library knows of for the treatment."""
    posted = {"heading": "", "treatment": str(treatment.pk), "side_effects": items()}
    return Part("side_effects", posted, ("Side effects", *reads))


def protocol(network: Network, *reads: str) -> Part:
    return Part("protocol", {"heading": "", "treatment": str(network.treatment.pk)}, ("How we give it", *reads))


def provider_cards(network: Network, *reads: str) -> Part:
    return Part("provider_cards", {"clinic": "", "providers": items(network.provider_id)}, reads)


def questions(*asked: str) -> Part:
    rows = [make_question(question) for question in asked]
    return Part("questions", {"heading": "", "questions": items(*(str(row.pk) for row in rows))}, asked)


def call(text: str) -> Part:
    return Part("phone_action", {"clinic": "", "text": text}, (text,))


def newsletter(title: str) -> Part:
    return Part(
        "newsletter_form", {"clinic": "", "heading": title, "text": "Twice a month."}, (title, "Twice a month.")
    )


def flat(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(text for pair in pairs for text in pair)


def treatment_at_one_clinic(network: Network) -> Outline:
    ProtocolFact.objects.create(
        clinic=network.clinic, treatment=network.treatment, session_length="under an hour", onset="may be felt in days"
    )
    parts = [
        statistic("1 in 5", "adults in an invented country live with lasting pain"),
        statistic("7 in 100", "are limited by it on most days"),
        heading("Why usual care often falls short"),
        prose("Tablets and rest may help for a while, and then less."),
        heading("Who treats you in Duluth, MN"),
        provider_cards(network, "Dana Whitfield, CRNA, APNP", "Nurse anesthetist"),
        heading("What it is and where it comes from"),
        prose("An anesthetic, in use for decades. Giving it for pain is off-label."),
        mechanism(
            "How it may work",
            ("Signals", "It may quiet nerves that fire too easily."),
            ("Wind-up", "It may slow the growth of pain in the spinal cord."),
            ("Mood", "It may lift mood for a time."),
            ("Learning", "It may help the brain to unlearn pain."),
        ),
        candidacy("What it is tried for", "nerve pain", "pain after an injury"),
        contraindications("pregnancy or breast-feeding", "blood pressure that is not controlled"),
        side_effects(network.treatment, "Dizziness", "Confusion"),
        heading("What happens in a session"),
        steps(
            ("Evaluation", "A provider reads your records."),
            ("Infusion", "You sit in a chair."),
            ("Monitoring", "A nurse watches heart and breathing."),
            ("Home", "You may feel groggy: somebody must drive you."),
        ),
        protocol(network, "under an hour", "may be felt in days"),
        prose("It may be repeated when the effect fades."),
        Part("booking_action", {"clinic": "", "text": "Book a talk online"}, ("Book a talk online",)),
        call("Ask us before you decide"),
    ]
    return Outline(
        ClinicTreatmentPage,
        network.clinic.pages.get(locale__language_code="en"),
        "Infusion in Duluth",
        {"treatment_page": str(network.treatment_page.pk), "intro": "By appointment."},
        parts,
        opens_with=("By appointment.", "Duluth, MN"),
        clinic=network.clinic,
    )


def long_article(network: Network) -> Outline:
    stories = [make_story("Ana R."), make_story("Leo P.", is_illustrative=True)]
    resources = [make_resource(name) for name in ("Neighbors", "Paceline", "Openhand")]
    parts = [
        prose("Pain that stays changes a life slowly."),
        heading("What lasting pain is"),
        definitions(("Nerve pain", "Starts in a nerve."), ("Joint pain", "Starts where bones meet.")),
        heading("How it shows"),
        definitions(("Sleep", "Short and broken."), ("Mood", "Flat, or quick to anger.")),
        heading("What is usually tried"),
        bullets("Anti-inflammatories, such as ibuprofen", "Antidepressants", "Anticonvulsants", "Opioids, with care"),
        prose("Therapy and habits stand beside them."),
        mechanism("How an infusion may work", ("Signals", "It may quiet nerves that fire too easily.")),
        heading("What it may do"),
        steps(
            ("Ease", "Pain may be lower for days."),
            ("Sleep", "Nights may be longer."),
            ("Movement", "Exercise may hurt less."),
        ),
        heading("The way there"),
        steps(
            ("A talk", "Nobody decides anything."),
            ("A check", "Heart and liver."),
            ("The day", "You sit in a chair."),
            ("Rest", "For half an hour."),
            ("Home", "Somebody else drives."),
        ),
        newsletter("A letter on living with pain"),
        tips(
            "What you can do today",
            ("Write", "A line a day."),
            ("Walk", "Short and often."),
            ("Breathe", "Slowly out."),
            ("Sleep", "At one hour."),
            ("Talk", "To one person."),
        ),
        Part(
            "testimonials",
            {"heading": "Two stories", "testimonials": items(*(str(story.pk) for story in stories))},
            ("Two stories", "Ana R.", "Leo P.", "Illustrative", "Results vary from person to person"),
        ),
        side_effects(network.treatment, "Dizziness", "Nausea", "Confusion", "Double vision"),
        heading("Together with other care"),
        bullets("with physical therapy", "with counseling", "with better sleep"),
        Part(
            "resources",
            {"heading": "", "resources": items(*(str(resource.pk) for resource in resources))},
            ("Where else to look", "Neighbors", "Paceline", "Openhand"),
        ),
        call("Ask a clinic near you"),
        heading("What remains"),
        prose("Pain may not go. Life may widen around it."),
    ]
    fields = {"deck": "Causes, care and what you can do.", "author_name": "Ines Corrado", "author_degree": "PhD"}
    return Outline(
        ArticlePage,
        network.below(ArticleIndexPage),
        "Understanding pain that stays",
        fields,
        parts,
        opens_with=("Causes, care and what you can do.", "Ines Corrado, PhD"),
    )


def one_practice_in_two_cities(network: Network) -> Outline:
    for clinic, length in ((network.clinic, "three hours"), (network.sister, "four hours")):
        ProtocolFact.objects.create(
            clinic=clinic, treatment=network.treatment, session_length=length, session_count="a series over four weeks"
        )
    both = [network.clinic, network.sister]
    parts = [
        statistic("1 in 1,000", "adults of an invented survey have this condition"),
        statistic("40 in 100", "of them have a depression as well"),
        heading("One practice, two cities"),
        Part(
            "clinic_cards",
            {"clinics": items(*(str(clinic.pk) for clinic in both))},
            ("Northlight Duluth", "Duluth, MN", "Northlight Hibbing", "Hibbing, MN"),
        ),
        heading("Your physician"),
        provider_cards(network, "Dana Whitfield"),
        heading("Why it is hard to treat"),
        prose("The cause lies in the nerves, and scans may show nothing."),
        heading("A short history of the medicine"),
        prose("Approved as an anesthetic. Giving it for pain is off-label."),
        mechanism("What it touches in the brain", ("Glutamate", "It blocks a receptor."), ("Opioid", "It may add.")),
        protocol(network, "Northlight Duluth", "three hours", "Northlight Hibbing", "four hours"),
        prose("Later sessions as needed."),
        side_effects(network.treatment, "Dizziness"),
        call("Call the office nearer to you"),
    ]
    return Outline(StandardPage, network.home, "Care in two cities", {"intro": "By one team."}, parts, cards=both)


def republished_article(network: Network) -> Outline:
    origin = {
        "origin_publisher": "The Example Courier",
        "origin_author": "Ines Corrado, PhD",
        "origin_url": "https://example.com/courier/pain",
        "origin_licence": "Republished with permission.",
    }
    parts = [
        heading("What it is and how common"),
        prose("Pain beyond three months."),
        statistic("24 in 100", "adults of an invented survey have it"),
        heading("What is usually done"),
        bullets("rest", "movement", "tablets", "injections", "surgery"),
        heading("What the medicine is"),
        prose("An anesthetic, approved in 1970. Giving it for pain is off-label."),
        mechanism("How it works is unclear", ("Relief", "It may come at once or late, and last days to months.")),
        heading("How long it takes"),
        prose("From 40 minutes to many hours, over one to four weeks."),
        side_effects(network.treatment, "At low doses", "Dizziness", "At high doses", "Confusion"),
        heading("Before you start"),
        questions("Is your heart well?", "And your lungs?", "A head injury?", "Your liver?"),
        heading("Our location"),
        Part("map", {"clinic": ""}, ("410 Lakeview Avenue", "Duluth, MN")),
        Part("opening_hours", {"clinic": ""}, ("Wednesday",)),
        call("Ask us about it"),
    ]
    return Outline(
        ArticlePage,
        network.clinic.pages.get(locale__language_code="en"),
        "Can an old anesthetic ease pain?",
        {"deck": "And for whom?"} | origin,
        parts,
        opens_with=("And for whom?", "First published in The Example Courier", "By Ines Corrado, PhD."),
        clinic=network.clinic,
    )


def candidacy_page(network: Network) -> Outline:
    condition = Condition.objects.create(name="Lasting pain", slug="lasting-pain", summary="Beyond three months.")
    parts = [
        heading("What it does to a day"),
        prose("Work, sleep and friends are planned around it."),
        candidacy("Is it right for you?", "surgery is the next step", "you look for an alternative to opioids"),
        contraindications("a psychosis, now or before"),
        mechanism("How it may work, in short", ("Nerves", "It may quiet those that fire too easily.")),
        heading("What to expect"),
        prose("A series of appointments. Relief may come within hours and may last several months, or not come."),
        heading("Ways to take it"),
        definitions(
            ("Tablet", "Swallowed or under the tongue."),
            ("Gel or cream", "On the skin."),
            ("Injection", "Into a muscle."),
            ("Nasal spray", "By the nose."),
            ("Pump into a vein", "The most common."),
        ),
        Part(
            "notice",
            {"heading": "Compounded forms", "text": "The FDA has warned of compounded forms taken at home."},
            ("Compounded forms", "The FDA has warned of compounded forms taken at home."),
        ),
        side_effects(network.treatment, "Dizziness", "Confusion"),
        call("Choose a clinic and ask"),
    ]
    fields = {"condition": str(condition.pk), "intro": "Whether it may suit you."}
    return Outline(
        ConditionPage,
        network.below(ConditionIndexPage),
        "Is an infusion for you?",
        fields,
        parts,
        opens_with=("Whether it may suit you.",),
    )


STRUCTURES: tuple[Callable[[Network], Outline], ...] = (
    treatment_at_one_clinic,
    long_article,
    one_practice_in_two_cities,
    republished_article,
    candidacy_page,
)


def side_effects_of_the_library(treatment: Treatment) -> None:
    for name, dose in (("Dizziness", "low"), ("Nausea", "low"), ("Confusion", "high"), ("Double vision", "high")):
        make_side_effect(name, treatment, dose=dose)
