"""What invented coordinators note after a call, and what they plan next."""

# By outcome. Nothing in them is about a body: what people ask for stands in their requests.
NOTES: dict[str, tuple[str, ...]] = {
    "reached": (
        "Would like to come on a weekday morning.",
        "Asked what a first visit costs. Sent the price list.",
        "Wants to talk it over at home first.",
        "Needs somebody to drive them. The sister can on Fridays.",
        "Prefers a call after work.",
        "Has questions for a provider. Passed them on.",
        "",
    ),
    "voicemail": ("Left name and number, nothing else.", "Voicemail is full now and then. Try again.", ""),
    "no_answer": ("", "Rang out twice.", "No mailbox."),
    "wrong_number": ("Somebody else has this number now. Write instead.",),
}
STEPS = ("", "Ask which days suit.", "Confirm the time.", "Tell them about parking.", "Send the forms.")

# Of 100 first calls to leads that stand in a stage now, how many ended how.
OUTCOME_WEIGHTS: dict[str, dict[str, int]] = {
    "attempting": {"voicemail": 55, "no_answer": 41, "wrong_number": 4},
}
USUAL_OUTCOMES = {"reached": 78, "voicemail": 14, "no_answer": 8}
