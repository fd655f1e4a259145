"""Talks around a series: no medicine, and still with things that may go wrong."""

from ..shapes import SideEffect, TreatmentContent

COUNSELING = TreatmentContent(
    slug="counseling-around-a-series",
    name="Counseling around a series",
    summary="Talks with a psychologist before, between and after infusions. For some people they are enough.",
    how_it_works=(
        (
            "A narrower life",
            "Pain and low mood narrow a life, and a narrower life makes both worse. Counseling works at that loop.",
        ),
        ("Habits and thoughts", "Pacing, sleep, worry, the sentences people say to themselves at four in the morning."),
        (
            "A use for an easier week",
            "If an infusion brings one, it helps to have decided beforehand what that week is for.",
        ),
    ),
    benefits=(
        "make pain or low mood less in charge of the day, for some people",
        "help sleep, which often helps the rest",
        "make an infusion less frightening, because you know what may come",
    ),
    drawbacks=(
        "change nothing",
        "stir things up before anything gets easier",
        "take an hour and some strength from a week that has little of either",
    ),
    side_effects=(
        SideEffect("Feeling worse first", "any", "Speaking about hard things can stir them up for a day or two."),
        SideEffect("Tiredness", "any", "A good session can be as tiring as a walk uphill."),
        SideEffect("No change", "any", "It does not help everyone. We look at that after a few sessions."),
    ),
    evidence=(
        "No medicine is given, and the talks do not replace the care of your own therapist. Cognitive behavioral "
        "therapy has been studied in chronic pain and depression for decades."
    ),
    steps=(
        ("One talk before", "What you hope for, what you fear, who is around you."),
        ("A plan for good hours", "Small, written down, yours."),
        ("Talks in between", "By video or in the clinic, as often as you and the psychologist find useful."),
        ("A letter at the end", "What helped, for you and, if you wish, for the person who treats you next."),
    ),
    candidacy=(
        "you are planning a series, in the middle of one, or deciding against it",
        "you would like help with the part of pain that no medicine reaches",
    ),
    contraindications=(
        "an emergency: call 911, or call or text 988",
        "a state in which our psychologist is not licensed, if you want to talk by video",
    ),
    off_label_notice="",
    session_length="Fifty minutes.",
    conditions=("chronic-pain", "fibromyalgia", "treatment-resistant-depression"),
)
