"""The short one: is it right for you, and what to ask before anyone gives you anything."""

from datetime import date

from ..shapes import ArticleContent, Byline

FIRST_TALK = ArticleContent(
    slug="questions-for-a-first-talk",
    title="Is an infusion right for you? Questions to bring to a first talk",
    deck="A first talk goes both ways. Here is what we will ask you, and what you should ask us, or anybody.",
    byline=Byline(provider="rafael-herrera"),
    published=date(2026, 9, 8),
    reviewed_by="annika-holm",
    reviewed=date(2026, 9, 4),
    scene="questions-for-a-first-talk",
    conditions=("chronic-pain", "treatment-resistant-depression"),
    treatments=("ketamine-infusion-for-depression", "ketamine-infusion-for-chronic-pain"),
    body=(
        (
            "paragraph",
            (
                "<p>By the time people sit down with me they have usually told their story a dozen times, to a "
                "dozen clipboards. So let me say what the first talk is for. It is not an audition. You do not "
                "have to be ill enough, or hopeful enough. We are trying to find out together whether this "
                "treatment is worth its trouble for you, and <i>no</i> is one of the useful answers.</p>"
            ),
        ),
        ("heading", "What we will ask"),
        (
            "definitions",
            (
                (
                    "What have you tried?",
                    "Names, doses and how long. Old pill bottles in a bag are better than a good memory.",
                ),
                ("What does a bad day cost?", "Work, sleep, people. This is what we measure against later."),
                (
                    "How are your heart, liver and bladder?",
                    "Blood pressure that is not controlled or severe liver disease means no, or not yet.",
                ),
                (
                    "Have you ever lost touch with what is real?",
                    "Psychosis, now or in the past, is a reason not to use ketamine.",
                ),
                (
                    "Alcohol, cannabis, other drugs?",
                    "Not to judge. Ketamine can be misused, and some mixtures are dangerous.",
                ),
                ("Could you be pregnant, or are you breast-feeding?", "Then we wait and look for other ways."),
            ),
        ),
        ("heading", "What you should ask"),
        (
            "steps",
            (
                ("Who is in the room?", "By name and license. Look the license up; state boards let anyone do that."),
                ("What will you watch, and what would make you stop?", "There should be an answer without a pause."),
                ("How will we know whether it worked?", "With what questionnaire, after which visit."),
                ("What if it does not?", "A plan that has no last page is a sales plan."),
                ("What does all of it cost?", "In writing, before the first visit, with the price of stopping early."),
                ("Will you talk to my doctor?", "If not, ask why not."),
            ),
        ),
        ("heading", "Other ways to take it"),
        (
            "paragraph",
            (
                "<p>Ketamine also exists as lozenges, creams and nasal sprays mixed by compounding pharmacies. "
                "We do not offer them. In October 2023 the <b>FDA warned</b> about compounded ketamine, "
                "including forms taken by mouth at home, because nobody is there to notice when breathing slows, "
                "blood pressure rises or a person is frightened. <i>Esketamine</i>, a nasal spray taken under "
                "supervision, is a different product and is FDA-approved for treatment-resistant depression. Ask "
                "about it too; we will tell you who gives it near you.</p>"
                "<p>An infusion, for pain or for depression, remains an <b>off-label</b> use of an approved "
                "anesthetic.</p>"
            ),
        ),
        ("heading", "Both columns"),
        (
            "benefits",
            (
                "relief for some people within hours or days",
                "an easier stretch in which therapy or movement gets a foothold",
            ),
        ),
        (
            "side_effects",
            (
                "nausea, dizziness and tiredness on the day",
                "dissociation, a rise in blood pressure, sometimes fear",
                "bladder or liver harm and misuse, if it is used often or for long",
                "an effect that fades, with a drop in mood when it does",
            ),
        ),
        (
            "quote",
            (
                "Bring someone who loves you and takes notes.",
                "Noah Abeyta, RN, when asked what to bring",
            ),
        ),
        (
            "paragraph",
            (
                "<p>Then go home and sleep on it. A clinic that needs your answer today is thinking of its own "
                "calendar. If waiting itself feels dangerous, that is a different question with a faster door: "
                "call or text "
                '<a href="tel:988">988</a>.</p>'
            ),
        ),
        ("consult_form", "Bring your questions to us"),
    ),
)
