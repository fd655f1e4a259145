"""How each clinic gives each treatment, what it asks for it, and how it may be paid. Invented, like the clinics."""

from .shapes import PaymentMethodContent, PriceContent, ProtocolContent

FOR_PAIN = "ketamine-infusion-for-chronic-pain"
FOR_DEPRESSION = "ketamine-infusion-for-depression"
LIDOCAINE = "lidocaine-infusion-for-nerve-pain"

PROTOCOLS = (
    ProtocolContent(
        "duluth",
        FOR_PAIN,
        "Two to four hours",
        "Four to six over four weeks",
        "May be felt within hours or days",
        "A single infusion when it fades, if you want one",
    ),
    ProtocolContent(
        "duluth",
        FOR_DEPRESSION,
        "Forty minutes, about two hours in all",
        "Six over three weeks",
        "May be felt within days",
        "Spaced out by how you answer the questions about mood",
    ),
    ProtocolContent("duluth", LIDOCAINE, "One hour and a half", "Three over three weeks", "May be felt within a week"),
    ProtocolContent(
        "st-cloud",
        FOR_PAIN,
        "Four hours",
        "Four over four weeks",
        "May be felt within days",
        "Planned only after a pause",
    ),
    ProtocolContent("st-cloud", FOR_DEPRESSION, "Forty minutes", "Six over three weeks", "May be felt within days"),
    ProtocolContent("santa-fe", FOR_PAIN, "Three hours", "Five over five weeks", "May be felt within days or weeks"),
    ProtocolContent("santa-fe", FOR_DEPRESSION, "Fifty minutes", "Six over four weeks", "May be felt within days"),
    ProtocolContent("santa-fe", LIDOCAINE, "One hour", "Four over eight weeks", "May be felt within two weeks"),
)

PRICES = (
    PriceContent("duluth", "First talk, one hour", 180, note="Counts toward a series if you begin one."),
    PriceContent("duluth", "One infusion, monitoring included", 640, FOR_PAIN),
    PriceContent("duluth", "Series of six", 2_700, FOR_DEPRESSION, "Paid visit by visit if you prefer."),
    PriceContent("st-cloud", "First talk, by phone or here", 150),
    PriceContent("st-cloud", "One infusion, monitoring included", 620, FOR_PAIN),
    PriceContent("santa-fe", "First talk about pain and mood", 210),
    PriceContent("santa-fe", "One infusion, monitoring included", 590, FOR_PAIN),
)

PAYMENT_METHODS = (
    PaymentMethodContent("card", "Credit and debit cards", "direct", ("duluth", "st-cloud", "santa-fe")),
    PaymentMethodContent("hsa-fsa", "HSA and FSA cards", "direct", ("duluth", "st-cloud", "santa-fe")),
    PaymentMethodContent("check", "Checks", "direct", ("duluth",)),
    PaymentMethodContent("instalments", "Installments without interest", "financing", ("st-cloud", "santa-fe")),
    PaymentMethodContent("superior-health", "Superior Lakes Health Plan", "insurance", ("duluth",)),
)

# BCP 47 codes, separated by spaces, of what is spoken at the desk.
LANGUAGES = {"duluth": "en", "st-cloud": "en", "santa-fe": "en es"}
