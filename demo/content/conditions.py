"""What people come with. Definitions describe; none of them says that a treatment here will help."""

from .facts import CHRONIC_PAIN, DEPRESSION_WITH_FIBROMYALGIA
from .shapes import ConditionContent

CONDITIONS = (
    ConditionContent(
        slug="chronic-pain",
        name="Chronic pain",
        summary="Pain that lasts or keeps returning for longer than three months.",
        definition=(
            "Most pain is an alarm that stops when the injury heals. Chronic pain is an alarm that keeps ringing, "
            "because the cause is still there or because the nerves that carry the signal have changed. It is "
            "measured in what it takes away: sleep, work, patience, plans."
        ),
        symptoms=(
            ("Lasting ache", "A dull or burning background that is there on most days, for months."),
            ("Flares", "Hours or days when the same pain is suddenly much stronger, with or without a reason."),
            (
                "Sensitization",
                "Light touch, cold or movement begins to hurt, because the spinal cord turns signals up.",
            ),
            ("Broken sleep", "Waking from pain, and hurting more the next day because of it."),
            ("Narrowed days", "Giving up activities one at a time, until the calendar is mostly appointments."),
        ),
        statistic=CHRONIC_PAIN,
    ),
    ConditionContent(
        slug="nerve-pain",
        name="Nerve pain",
        summary="Pain that comes from a damaged or irritated nerve, not from the place where it is felt.",
        definition=(
            "After surgery, shingles, an injury or years of diabetes, a nerve may report pain although the skin or "
            "muscle it serves is unharmed. Doctors call it neuropathic pain. Ordinary painkillers often do little, "
            "which is why other kinds of medicine are tried first."
        ),
        symptoms=(
            ("Burning", "A hot, raw feeling on skin that looks normal."),
            ("Electric shocks", "Sudden stabs that run along one line and are gone in a second."),
            ("Pins and needles", "Tingling or crawling, often worse at night."),
            ("Allodynia", "Pain from something that should not hurt, such as a bed sheet."),
            ("Numb patches", "Places that feel less than they should and still hurt."),
        ),
    ),
    ConditionContent(
        slug="crps",
        name="Complex regional pain syndrome",
        summary="Severe, lasting pain in an arm or leg that is out of proportion to the injury before it.",
        definition=(
            "Complex regional pain syndrome, or CRPS, usually begins weeks after a fracture, an operation or a sprain. "
            "The limb hurts more than the injury explains and changes in color, temperature or swelling. Early "
            "movement and occupational therapy come first; everything else is meant to make them bearable."
        ),
        symptoms=(
            ("Disproportionate pain", "Burning or crushing pain that spreads beyond the injured place."),
            (
                "Color and temperature",
                "Skin that turns red, blue or pale, and is warmer or colder than the other side.",
            ),
            ("Swelling and sweat", "A limb that swells or sweats differently from day to day."),
            ("Stiffness", "Joints that move less, a hand or foot that no longer obeys."),
            ("Skin, hair and nails", "Thin shiny skin, or hair and nails that grow faster or slower."),
        ),
    ),
    ConditionContent(
        slug="fibromyalgia",
        name="Fibromyalgia",
        summary="Pain all over the body for months, with tiredness and sleep that does not refresh.",
        definition=(
            "Fibromyalgia is pain on both sides of the body, above and below the waist, that scans and blood tests do "
            "not explain. The way the nervous system processes pain seems to be part of it. Patient education, gentle "
            "regular movement and better sleep are the base of every plan."
        ),
        symptoms=(
            ("Widespread pain", "Aching muscles and tender places that move about."),
            ("Fatigue", "Being tired in a way that rest does not mend."),
            ("Unrefreshing sleep", "Waking as if the night had not happened."),
            ("Fog", "Losing words, names or the thread of a conversation."),
            ("Sensitivity", "Noise, light, smells or weather that are suddenly too much."),
        ),
        statistic=DEPRESSION_WITH_FIBROMYALGIA,
    ),
    ConditionContent(
        slug="chronic-migraine",
        name="Chronic migraine",
        summary="Headache on fifteen or more days a month for over three months, many of them migraine.",
        definition=(
            "Migraine becomes chronic when headache days outnumber the others. Taking acute medicine too often can "
            "keep it going. Several preventive treatments are approved for migraine and should be tried first; a "
            "neurologist should know your plan before an infusion is considered."
        ),
        symptoms=(
            ("Throbbing pain", "Often on one side, worse with stairs or bending."),
            ("Nausea", "With or without vomiting, sometimes worse than the pain."),
            ("Light and sound", "The wish for a dark, silent room."),
            ("Aura", "For some: zigzag lines, numbness or lost words before the pain begins."),
            ("Medicine days", "Needing acute medicine on so many days that it stops working."),
        ),
    ),
    ConditionContent(
        slug="treatment-resistant-depression",
        name="Treatment-resistant depression",
        summary="Major depression that has not eased after at least two medicines, each given long enough.",
        definition=(
            "Depression is called treatment-resistant when two antidepressants, at a sufficient dose and for long "
            "enough, have not brought relief. The name blames the illness, not the person. Other medicines, "
            "psychotherapy, magnetic stimulation, electroconvulsive therapy and a nasal spray called esketamine, which "
            "the FDA has approved for this purpose, are all reasonable things to ask about."
        ),
        is_dangerous=True,
        symptoms=(
            ("Low mood", "Sadness or emptiness on most days, for weeks or years."),
            ("Lost interest", "Nothing is worth starting, including what used to be."),
            ("Sleep and appetite", "Too much or too little of either."),
            ("Slowness", "Thoughts and movements that feel like wading."),
            ("Thoughts of death", "If you have them now, call or text 988. Someone answers at any hour."),
        ),
    ),
)
