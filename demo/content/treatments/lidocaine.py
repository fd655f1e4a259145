"""Lidocaine by infusion, for nerve pain."""

from ..shapes import SideEffect, TreatmentContent

LIDOCAINE_FOR_NERVE_PAIN = TreatmentContent(
    slug="lidocaine-infusion-for-nerve-pain",
    name="Lidocaine infusion for nerve pain",
    summary="A numbing medicine given slowly into a vein, on a heart monitor, for pain that comes from nerves.",
    how_it_works=(
        ("Sodium channels", "Lidocaine closes these small gates through which a nerve fires."),
        (
            "Injured nerves",
            "They fire without cause, and may be quieted by less than healthy ones need.",
        ),
        (
            "The heart",
            "It uses the same kind of gate, so its rhythm is watched on a screen from beginning to end.",
        ),
    ),
    benefits=(
        "lower burning or shooting pain for hours to weeks, for some people",
        "show whether a medicine of the same kind, taken as a tablet, is worth trying",
        "leave the head clearer than stronger medicines do",
    ),
    drawbacks=(
        "do nothing, or help for no longer than the day",
        "numb your lips and ring in your ears while it runs",
        "disturb the heart or cause a seizure, rarely: the list below says when",
    ),
    side_effects=(
        SideEffect("Numb lips or tongue", "low", "Common, and the first sign that the dose is high enough."),
        SideEffect("Metallic taste, ringing ears", "low", "Common while it runs; say so and it is slowed."),
        SideEffect("Lightheadedness", "low", "Passes within the hour after the pump stops."),
        SideEffect("Twitching or confusion", "high", "A sign of too much. The infusion is stopped at once."),
        SideEffect("Seizure", "high", "Rare. Medicine and equipment for it are in the room."),
        SideEffect("Slow or irregular heartbeat", "high", "Rare and serious; the reason for the heart monitor."),
    ),
    evidence="Studies are small and the relief they found was mostly short. We tell you so before you decide.",
    steps=(
        ("A talk and a heart tracing", "We ask about heart and liver and record an electrocardiogram."),
        ("A small IV and a monitor", "The screen shows every heartbeat until you leave the chair."),
        ("The infusion", "Slow, awake, with a nurse who keeps asking how your lips and ears feel."),
        ("Half an hour of rest", "Somebody else drives, today at least."),
    ),
    candidacy=(
        "the pain burns, shoots or tingles, and an examination points to a nerve",
        "tablets for nerve pain have not helped or could not be tolerated",
        "your heart tracing allows it",
    ),
    contraindications=(
        "heart block or another serious rhythm disorder",
        "heart failure that is not controlled",
        "severe liver disease",
        "seizures that are not controlled",
        "an allergy to lidocaine or a related numbing medicine",
        "pregnancy",
    ),
    off_label_notice=(
        "Lidocaine is FDA-approved to numb tissue and to treat certain heart rhythms. Giving it into a vein for "
        "pain is off-label: the FDA has not reviewed or approved it for that purpose."
    ),
    session_length="An hour, and half an hour of rest.",
    conditions=("nerve-pain", "chronic-pain"),
)
