"""The practical one: an infusion day from the evening before to the morning after."""

from datetime import date

from ..shapes import ArticleContent, Byline

INFUSION_DAY = ArticleContent(
    slug="the-day-of-an-infusion",
    title="The day of an infusion, hour by hour",
    deck="What to put in the bag, what the chair is like, and why you should not answer e-mail until tomorrow.",
    byline=Byline(provider="dana-whitfield"),
    published=date(2026, 6, 18),
    reviewed_by="imani-okafor",
    reviewed=date(2026, 6, 15),
    scene="the-day-of-an-infusion",
    conditions=("chronic-pain", "treatment-resistant-depression"),
    treatments=("ketamine-infusion-for-chronic-pain", "ketamine-infusion-for-depression"),
    body=(
        (
            "paragraph",
            (
                "<p>People ask me brave questions about receptors and then, with a hand on the door, the one they came "
                "with: what is it <i>like</i>? I cannot tell you what it will be like for you. I can tell you what "
                "happens, in order, so that nothing in the room is a surprise.</p>"
            ),
        ),
        ("heading", "The evening before"),
        (
            "paragraph",
            (
                "<p>Read the sheet about food, drink and medicines again; it is written for you and it wins over "
                "anything printed here. Pack a blanket you like, thick socks, and music without words if you "
                "want any. Call your driver once more. If the driver falls through, we move the day. A taxi "
                "alone does not count, because somebody should see you through your own front door.</p>"
            ),
        ),
        ("heading", "In the chair"),
        (
            "steps",
            (
                (
                    "The first half hour",
                    (
                        "Weight, blood pressure, a short list of questions about your week. If the pressure is "
                        "too high we wait, and if it stays high we do not start. That happens, and it is "
                        "nobody’s fault."
                    ),
                ),
                (
                    "The IV",
                    (
                        "One small needle, in the hand or arm. After that a soft tube stays and the needle is "
                        "gone. Three monitors go on: pulse, oxygen, blood pressure."
                    ),
                ),
                (
                    "The pump starts",
                    (
                        "For some minutes, nothing. Then perhaps a hum, heavy feet, a ceiling that seems further off. "
                        "Speaking is possible and not required."
                    ),
                ),
                (
                    "The middle",
                    (
                        "Some people drift, some cry, some are bored. A few feel afraid. Raise a hand and I turn "
                        "it down or off. You need no reason."
                    ),
                ),
                (
                    "The pump stops",
                    (
                        "Most of the strangeness leaves within the hour. You get water, crackers and time. We "
                        "watch you stand, then walk, then decide together."
                    ),
                ),
            ),
        ),
        (
            "notice",
            (
                "Ketamine is approved by the FDA as an anesthetic. Giving it by infusion for pain or depression is "
                "off-label."
            ),
        ),
        ("heading", "What it may do, that day and after"),
        (
            "benefits",
            (
                "ease pain or low mood, for some people within hours or days",
                "bring an easier week in which to move, sleep or talk",
            ),
        ),
        (
            "side_effects",
            (
                "nausea and dizziness, usually gone by evening",
                "feeling unreal, or frightened, while the pump runs",
                "tiredness and slow thinking until the next morning",
                "no effect at all, which is disappointing and not rare",
            ),
        ),
        ("heading", "The rest of the day"),
        (
            "paragraph",
            (
                "<p>Home, soup, bed. Do not drive, cook over a flame, look after small children alone or sign "
                "anything until the next day. Leave your e-mail shut. I have read messages written on infusion "
                "evenings, and they were affectionate and not always wise.</p>"
                "<p>Ask your driver to stay for the evening if you live alone.</p>"
            ),
        ),
        ("heading", "The morning after"),
        (
            "paragraph",
            (
                "<p>One of us calls. We ask what is better, what is worse and what is merely different, and we "
                "write it down in your words, because by the third visit nobody remembers the first. Keep three "
                "lines a day yourself. If nothing has changed at the end of the series, those lines are how we "
                "know to stop.</p>"
                "<p>Call the same day if passing urine hurts, if your chest hurts, or if your mood drops. At "
                "night, and "
                'in an emergency, call <a href="tel:911">911</a>; for thoughts of suicide call or text '
                '<a href="tel:988">988</a>.</p>'
            ),
        ),
        ("newsletter_form", "More pages like this, once a month"),
        ("phone_action", "A question about the day itself? The nurses answer those."),
    ),
)
