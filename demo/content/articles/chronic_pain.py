"""The long one: what chronic pain is, what usually comes first, what else there is."""

from datetime import date

from ..shapes import ArticleContent, Byline

CHRONIC_PAIN = ArticleContent(
    slug="what-chronic-pain-is",
    title="What chronic pain is, and why it stays",
    deck=(
        "Pain that outlives its cause is not imagined. It is a change in how nerves carry signals, and it has names, "
        "patterns and more than one kind of help."
    ),
    byline=Byline(name="Sofía Reyes", degree="MPH", role="Health writer", portrait="sofia-reyes"),
    published=date(2026, 2, 12),
    reviewed_by="imani-okafor",
    reviewed=date(2026, 2, 10),
    scene="what-chronic-pain-is",
    conditions=("chronic-pain", "nerve-pain"),
    treatments=("ketamine-infusion-for-chronic-pain", "counseling-around-a-series"),
    body=(
        (
            "paragraph",
            (
                "<p>Most pain is an alarm. It rings, you pull your hand from the stove, the burn heals and the "
                "alarm stops. Chronic pain is an alarm that keeps ringing. Doctors use the word when pain lasts "
                "or returns for longer than three months, whether or not anyone can still find the fire.</p>"
                "<p>That last part is what makes it lonely. A scan comes back clean, a doctor says so kindly, "
                "and what you hear is that nothing is wrong. Something is wrong. It may just not be in the place "
                "where it hurts.</p>"
            ),
        ),
        ("heading", "Where it comes from"),
        (
            "definitions",
            (
                (
                    "Nerve damage",
                    (
                        "After surgery, shingles or diabetes a nerve may go on sending signals with nothing left to "
                        "report."
                    ),
                ),
                (
                    "Inflammation",
                    "In arthritis and some immune conditions, tissue stays swollen and keeps nerves awake.",
                ),
                (
                    "Sensitization",
                    "The spinal cord turns the volume up. A light touch, or a cold wind, begins to hurt.",
                ),
            ),
        ),
        ("heading", "What usually comes first"),
        (
            "paragraph",
            (
                "<p>Anti-inflammatory medicines, some antidepressants and some medicines for seizures each help "
                "some people. So do physical therapy and cognitive behavioral therapy. They come first because "
                "they have been studied longer than anything newer, not because your pain is taken lightly. An "
                "antidepressant given for pain does not mean that someone thinks you are sad.</p>"
                "<p>It is worth asking two dull questions about each thing you tried: <b>was the dose high "
                "enough, and was the time long enough?</b> Many treatments on a list of failures were never "
                "given a fair chance.</p>"
            ),
        ),
        ("newsletter_form", "One letter a month, nothing else"),
        ("heading", "Where an infusion may fit"),
        (
            "paragraph",
            (
                "<p>If two or more of these have not been enough, a ketamine infusion is one of several next "
                "steps to ask about. Ketamine blocks a receptor that seems to help keep pain signals loud. It "
                "was approved as an anesthetic; its use for pain is <b>off-label</b>, which means that the FDA "
                "has not reviewed it for that purpose. The evidence is weak to moderate and differs from one "
                "condition to the next.</p>"
            ),
        ),
        (
            "benefits",
            (
                "lower pain for days to weeks, for some people longer",
                "make physical therapy easier to bear for a while",
                "lift mood when depression comes with the pain",
            ),
        ),
        (
            "side_effects",
            (
                "dizziness, nausea and blurred sight during the infusion",
                "dissociation: feeling far away or outside your body",
                "raised blood pressure and pulse",
                "with frequent use, harm to the bladder or liver, or misuse",
            ),
        ),
        ("heading", "Five small things for a hard week"),
        (
            "tips",
            (
                (
                    "Pace, then rest",
                    "Stop before the pain makes you stop. Ten minutes often is kinder than an hour once.",
                ),
                ("Keep one hour of sleep fixed", "The same waking time, even after a bad night."),
                ("Move in warm water", "A bath counts."),
                ("Write down three lines", "What hurt, what helped, what you did anyway. Bring them to your visit."),
                ("Tell one person", "Not for advice. So that somebody knows."),
            ),
        ),
        ("heading", "Two people, two results"),
        ("testimonials", ("Marit K.", "Tomás R.")),
        ("heading", "What a good plan looks like"),
        (
            "paragraph",
            (
                "<p>It has more than one part. A medicine alone, an exercise alone, a talk alone each tend to "
                "disappoint; together they may move the day a little. It names something you want to do, not "
                "only something you want to be rid of. And it has a date on which you look at it again and are "
                "allowed to stop what is not working.</p>"
                "<p>If pain has brought you to thoughts of ending your life, please do not wait for an "
                "appointment. Call "
                'or text <a href="tel:988">988</a>, at any hour, for yourself or for somebody else.</p>'
            ),
        ),
        ("resources", ("MedlinePlus: chronic pain", "U.S. Pain Foundation", "988 Suicide & Crisis Lifeline")),
        ("consult_form", "Ask someone about your own pain"),
    ),
)
