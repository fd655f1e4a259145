"""What the clinics of the demo charge, how they may be paid, and how they give a treatment. All of it invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PriceContent:
    """`treatment` is a slug, empty for what every patient pays. `amount` in US dollars."""

    clinic: str
    treatment: str
    label: str
    amount: int
    note: str = ""


@dataclass(frozen=True)
class ProtocolContent:
    clinic: str
    treatment: str
    session_length: str
    session_count: str
    onset: str
    maintenance: str


@dataclass(frozen=True)
class OwnPageContent:
    """What one clinic says of a treatment beside the library's page."""

    clinic: str
    treatment: str
    title: str
    intro: str
    heading: str
    text: str


KETAMINE = "ketamine-infusion-for-chronic-pain"

PRICES = (
    PriceContent("duluth", "", "First talk", 180, "Forty minutes, with a written opinion."),
    PriceContent("duluth", KETAMINE, "One infusion, monitoring included", 450),
    PriceContent("duluth", KETAMINE, "Nurse’s call the next day", 0, "Part of the infusion."),
    PriceContent("st-cloud", "", "First talk", 160),
    PriceContent("st-cloud", "lidocaine-infusion-for-nerve-pain", "One infusion, heart monitor included", 320),
)

# Slug, name, kind, clinics.
PAYMENT_METHODS = (
    ("example-health-plan", "Example Health Plan", "insurance", ("duluth", "st-cloud")),
    ("medicare", "Medicare, for the first talk", "public", ("duluth",)),
    ("visit-by-visit", "Visit by visit, without a fee", "financing", ("duluth", "st-cloud")),
    ("cards", "Cards, HSA and FSA cards", "direct", ("duluth", "st-cloud", "santa-fe")),
)

PROTOCOLS = (
    ProtocolContent(
        "duluth",
        KETAMINE,
        session_length="about forty minutes, then an hour of rest",
        session_count="four in two weeks, then we look at it together",
        onset="may be within days; for some people not at all",
        maintenance="single visits, only if the first series helped",
    ),
)

OWN_PAGES = (
    OwnPageContent(
        "duluth",
        KETAMINE,
        title="Ketamine infusion for chronic pain in Duluth",
        intro="Four chairs above the harbor, one nurse to two of them, and a medical director down the hall.",
        heading="How it is done in Duluth",
        text=(
            "<p>You come on a weekday morning, fasted for four hours, with somebody who will drive you home. Dana "
            "Whitfield places the line and stays within reach of your chair until you can walk. The blinds may be "
            "open or closed, and you may bring your own music.</p>"
        ),
    ),
)
