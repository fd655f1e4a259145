"""What visitors ask, what they tell, and where else they find help. The stories are invented and say so."""

from .protocols import FOR_DEPRESSION, FOR_PAIN
from .shapes import QuestionContent, ResourceContent, StoryContent

QUESTIONS = (
    QuestionContent(
        "Will I be asleep?",
        "<p>No. You stay awake and can talk. Many people feel far away for a while. You can ask to slow or stop the "
        "infusion at any moment and need give no reason.</p>",
    ),
    QuestionContent(
        "Can I drive home?",
        "<p>No. Somebody else has to take you home, and you should not drive, sign anything important or use "
        "machines until the next morning.</p>",
    ),
    QuestionContent(
        "How soon would I notice something?",
        "<p>Some people do within hours, some after several visits, and some not at all. Where nothing has changed "
        "after the planned series, we stop.</p>",
        FOR_PAIN,
    ),
    QuestionContent(
        "Do I have to stop my antidepressant?",
        "<p>Usually not. Bring a list of everything you take, herbs included. Some medicines change how an infusion "
        "works or make it unsafe, and only the provider who knows your list can say.</p>",
        FOR_DEPRESSION,
    ),
    QuestionContent(
        "Will my insurance pay?",
        "<p>Often it does not pay for infusions that are off-label. We ask your plan before you decide, and you get "
        "the answer and one price in writing.</p>",
    ),
    QuestionContent(
        "Where do I park?",
        "<p>Behind the building, at the door that says Suite 2. The first two places are kept for patients.</p>",
        clinic="duluth",
    ),
)

STORIES = (
    StoryContent(
        "Marit K.",
        "I did not walk out without pain. I walked out and noticed, on the stairs, that I had not counted them. It "
        "lasted nine days the first time.",
        FOR_PAIN,
        "duluth",
    ),
    StoryContent(
        "Tomás R.",
        "For me it did nothing, and they said so after the fourth visit instead of selling me a fifth. They wrote to "
        "my doctor about what to try next.",
        FOR_PAIN,
    ),
    StoryContent(
        "J. B.",
        "The room was quiet and somebody stayed. The week after, I answered the phone again. I still see my therapist, "
        "and that is where most of the work is.",
        FOR_DEPRESSION,
        "santa-fe",
    ),
)

RESOURCES = (
    ResourceContent(
        "MedlinePlus: chronic pain",
        "https://medlineplus.gov/chronicpain.html",
        "Plain-language pages of the National Library of Medicine on causes, tests and treatments.",
    ),
    ResourceContent(
        "988 Suicide & Crisis Lifeline",
        "https://988lifeline.org/",
        "Call or text 988, or chat, at any hour. Free and confidential, in English and Spanish.",
    ),
    ResourceContent(
        "U.S. Pain Foundation",
        "https://uspainfoundation.org/",
        "Support groups, learning and a voice for people who live with pain.",
    ),
)
