"""The republished one: a physician's newspaper column, with its origin in front of it."""

from datetime import date

from ..facts import CHRONIC_PAIN
from ..protocols import FOR_PAIN
from ..shapes import ArticleContent, Byline, Origin
from ..visits import COLUMN_ADDED, COLUMN_CONTACT

OLD_ANESTHETIC = ArticleContent(
    slug="could-an-old-anesthetic-ease-pain",
    title="Could an old anesthetic ease pain that will not leave?",
    deck="A column by a physician who does not work with us, printed here as it first appeared.",
    byline=Byline(
        name="Thomas Lindqvist",
        degree="MD",
        role="Guest author, not on our staff",
        portrait="thomas-lindqvist",
    ),
    published=date(2026, 4, 2),
    reviewed_by="imani-okafor",
    reviewed=date(2026, 3, 30),
    scene="could-an-old-anesthetic-ease-pain",
    conditions=("chronic-pain", "crps"),
    treatments=("ketamine-infusion-for-chronic-pain",),
    origin=Origin(
        publisher="The Harbor Ledger",
        author="Thomas Lindqvist",
        degree="MD",
        url="https://example.com/harbor-ledger/old-anesthetic",
        licence="Reprinted with the permission of The Harbor Ledger. All rights remain with the publisher and author.",
        first_published=date(2026, 3, 9),
    ),
    body=(
        (
            "paragraph",
            (
                "<p>A reader who mends nets for a living writes that her hand, broken two winters ago and long "
                "since healed, burns as if it were still in the door. She has heard of clinics that give an "
                "anesthetic for this. Is there anything in it?</p>"
                "<p>The honest answer fits on a postcard: for some people, for a while. The rest of this column "
                "is what would not fit.</p>"
            ),
        ),
        ("heading", "What she has"),
        (
            "paragraph",
            (
                "<p>I have not examined her, so I will speak of others. When pain burns, outlasts the injury by "
                "months and comes with a hand that turns cold or red, doctors think of complex regional pain "
                "syndrome. Pain of any kind that stays longer than three months is called chronic. In a 2023 "
                "survey by the National Center for Health Statistics about one adult in four had it.</p>"
            ),
        ),
        ("heading", "What is tried first"),
        (
            "paragraph",
            (
                "<ul><li>physical and occupational therapy, early and often</li>"
                "<li>anti-inflammatory medicines</li>"
                "<li>certain antidepressants and seizure medicines, at doses meant for pain</li>"
                "<li>cognitive behavioral therapy</li>"
                "<li>injections near the nerves, for some</li></ul>"
                "<p>None of these is a consolation prize. A hand that is not moved stiffens, whatever drips into the "
                "other arm.</p>"
            ),
        ),
        ("heading", "What the drug is"),
        (
            "paragraph",
            (
                "<p>Ketamine was approved in the United States in 1970 as an anesthetic, and operating rooms "
                "still keep it within reach. In doses well below those for surgery, run slowly into a vein, it "
                "is now given for pain. That use is <b>off-label</b>: legal for a physician to choose, and never "
                "reviewed for that purpose by the FDA.</p>"
                "<p>How it quiets pain is not clear. It blocks a receptor that helps nerves in the spinal cord "
                "stay excited. Why the relief can outlast the drug, when it does, nobody has fully explained to "
                "me, and I have asked.</p>"
            ),
        ),
        ("heading", "What a course looks like"),
        (
            "paragraph",
            (
                "<p>Here clinics differ more than they should. One infusion takes forty minutes at one address "
                "and most of a day at another; a course is spread over one week or over four. Relief may come at "
                "once, or late, or not at all, and may last days or months. Ask any clinic what it does, why, "
                "and at what point it would tell you to stop.</p>"
            ),
        ),
        (
            "benefits",
            ("less pain for days, weeks or, for some, months", "a window in which therapy hurts less"),
        ),
        (
            "side_effects",
            (
                "low dose: dizziness, nausea, tiredness, a floating feeling",
                "higher dose: raised blood pressure, confusion, frightening dreams or visions, slowed breathing",
                "frequent use: harm to the bladder and liver, and the risk of misuse",
            ),
        ),
        ("heading", "What to be asked before you start"),
        (
            "paragraph",
            (
                "<p>Somebody should ask about your heart, lungs, liver and bladder; about psychosis, pregnancy "
                "and drink; about every medicine in the cabinet. If nobody asks, keep your coat on.</p>"
                "<p>To the woman with the nets: see a physician who will examine the hand, and keep it moving in "
                "the meantime, in warm water if need be. If the ordinary things have had their fair chance, then "
                "ask about the old anesthetic. Ask it the way you would buy a boat: <i>what does it do in bad "
                "weather?</i></p>"
            ),
        ),
        (
            "notice",
            (
                "We did not edit this column. Our medical director read it for safety before we printed it. Clinics of "
                "this network follow their own written protocol, which may differ from what is described here."
            ),
        ),
        ("heading", COLUMN_ADDED),
        ("statistic", CHRONIC_PAIN.wording),
        ("side_effects_by_dose", FOR_PAIN),
        ("heading", COLUMN_CONTACT),
        ("clinic_cards", ""),
        ("map", ""),
        ("legal_notice", ""),
        ("phone_action", "Ask a clinic near you what it does in bad weather."),
    ),
)
