"""Ketamine by infusion, for pain and for depression: the same medicine, the same warnings."""

from ..shapes import SideEffect, TreatmentContent

KETAMINE_SIDE_EFFECTS = (
    SideEffect("Dizziness and blurred sight", "low", "Common while the pump runs; gone within hours."),
    SideEffect("Nausea", "low", "Common. Medicine against it can be given in the same IV."),
    SideEffect("Tiredness", "low", "You may feel groggy until the next morning."),
    SideEffect("Dissociation", "high", "Feeling far away or outside your body. For some calm, for others frightening."),
    SideEffect("Raised blood pressure and pulse", "high", "Measured throughout; a reason to slow or stop."),
    SideEffect("Confusion or seeing things", "high", "Less common, passing, and a reason to stop.", is_serious=True),
    SideEffect(
        "Slowed breathing",
        "high",
        "Oxygen is measured throughout, and help for breathing is in the room.",
        is_serious=True,
    ),
    SideEffect("Bladder and liver", "any", "Frequent or long use may harm both. We ask and test before each series."),
    SideEffect("Misuse", "any", "Ketamine can be misused. We give it only here and never send it home."),
    SideEffect(
        "Mood", "any", "Mood may drop when an effect fades. Call us the same day, or 988 at any hour.", is_serious=True
    ),
)

KETAMINE_CONTRAINDICATIONS = (
    "pregnancy or breast-feeding",
    "blood pressure that is not controlled",
    "unstable heart disease, or a recent heart attack or stroke",
    "psychosis, now or in the past",
    "severe liver disease",
    "a substance use disorder that is active",
    "an earlier allergic reaction to ketamine",
)

KETAMINE_FOR_PAIN = TreatmentContent(
    slug="ketamine-infusion-for-chronic-pain",
    name="Ketamine infusion for chronic pain",
    summary=(
        "A low, steady dose through a vein, in a chair by a window, with a nurse in the room. It may quiet pain "
        "that other treatment has not reached."
    ),
    how_it_works=(
        (
            "Loud signals",
            "When pain lasts for months, nerves in the spinal cord can become easier to set off, and signals that "
            "should be small arrive loud.",
        ),
        ("A receptor", "Ketamine blocks one kind of receptor, called NMDA, that helps keep them loud."),
        (
            "After the infusion",
            "Why the effect can outlast the medicine in some people is still being studied.",
        ),
    ),
    benefits=(
        "lower pain for days to weeks, for some people longer",
        "make other care, such as physical therapy, easier to bear",
        "lift mood when depression comes with the pain",
        "help some people use fewer opioids, together with their doctor",
    ),
    drawbacks=(
        "do nothing, or less than you hoped",
        "fade, so that the series would have to be repeated",
        "make you dizzy, sick or tired that day",
        "do serious harm, rarely at low doses: the list below says what and when",
    ),
    side_effects=KETAMINE_SIDE_EFFECTS,
    evidence=(
        "Cohen SP and others. Consensus guidelines on the use of intravenous ketamine infusions for chronic pain. "
        "Reg Anesth Pain Med 2018;43:521–546. Evidence is weak to moderate and differs by condition."
    ),
    steps=(
        (
            "A talk and a history",
            "A provider reads your records and asks about your heart, lungs, liver, bladder and mood.",
        ),
        ("The day itself", "You eat and drink by the sheet we send you. Blood pressure must be steady."),
        ("A small IV", "In the hand or arm. Monitors for pulse, oxygen and blood pressure go on and stay on."),
        ("The infusion", "You stay awake. You can ask to slow it or stop it at any time, and need give no reason."),
        ("Rest, then home", "Somebody else drives. Sign nothing important until the next day."),
        ("A call the next day", "A nurse asks what changed, for better or worse, and writes it down."),
    ),
    candidacy=(
        "pain has lasted longer than three months",
        "at least two usual treatments, given long enough, have not been enough",
        "the doctor who treats your pain knows about the plan",
        "someone can drive you home each time",
    ),
    contraindications=KETAMINE_CONTRAINDICATIONS,
    off_label_notice=(
        "Ketamine is FDA-approved as an anesthetic. Its use for chronic pain is off-label: the FDA has not "
        "reviewed or approved it for that purpose."
    ),
    session_length="Two to four hours, and one around it.",
    conditions=("chronic-pain", "nerve-pain", "crps", "fibromyalgia", "chronic-migraine"),
)

KETAMINE_FOR_DEPRESSION = TreatmentContent(
    slug="ketamine-infusion-for-depression",
    name="Ketamine infusion for depression",
    summary=(
        "For adults whose depression has not eased after at least two medicines. We work with your psychiatrist "
        "or therapist and do not replace them."
    ),
    how_it_works=(
        (
            "Another messenger",
            "Most antidepressants act on serotonin or noradrenaline and take weeks. Ketamine acts on glutamate, the "
            "brain’s most common messenger.",
        ),
        ("Connections", "It seems to let some nerve cells form connections again."),
        (
            "Time",
            "For some people that is felt within hours or days. It often fades, so what follows matters as much as the "
            "infusion.",
        ),
    ),
    benefits=(
        "ease depression within hours or days, for some people",
        "make it easier to take part in psychotherapy for a while",
        "give time for a slower medicine to begin to work",
    ),
    drawbacks=(
        "do nothing, which is hard when much was hoped for",
        "fade within days or weeks, and leave a low mood behind",
        "frighten you while it runs, or do serious harm: the list below says what and when",
    ),
    side_effects=KETAMINE_SIDE_EFFECTS,
    evidence=(
        "Sanacora G and others. A consensus statement on the use of ketamine in the treatment of mood disorders. "
        "JAMA Psychiatry 2017;74:399–405. Little is known about long-term use."
    ),
    steps=(
        (
            "A talk about both",
            "About mood, sleep, medicines, alcohol and drugs, and about what you tried and for how long.",
        ),
        ("A word with your therapist", "With your permission we call the person who treats you now."),
        ("The infusion", "In a quiet room with low light, awake, monitored, with a nurse beside you."),
        ("Rest, then home", "About an hour until the floor feels like a floor. Somebody else drives."),
        ("Questions about mood", "A short questionnaire before each visit shows whether anything changed."),
        ("A decision", "After the planned series we look at the answers together. No change means we stop."),
    ),
    candidacy=(
        "you are an adult with major depression",
        "two antidepressants, at a sufficient dose and for long enough, have not brought relief",
        "somebody treats your depression now and will go on doing so",
        "you know that esketamine nasal spray, which the FDA has approved, is another choice to discuss",
    ),
    contraindications=(*KETAMINE_CONTRAINDICATIONS, "mania, now or not well controlled"),
    off_label_notice=(
        "Ketamine is FDA-approved as an anesthetic. Its use by infusion for depression is off-label: the FDA has "
        "not reviewed or approved it for that purpose."
    ),
    session_length="About two hours, forty minutes of them infusion.",
    conditions=("treatment-resistant-depression",),
)
