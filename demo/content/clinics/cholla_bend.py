"""A practice with one clinic, in New Mexico."""

from ..shapes import ClinicContent, Closure, Hours, Phone, PracticeContent
from .customs import (
    FIXED_HOLIDAYS,
    FRIDAY,
    MONDAY,
    NOTHING_DUE_FOR_A_NO,
    PRICE_IN_WRITING,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)

CHOLLA_BEND = PracticeContent(
    slug="cholla-bend",
    name="Cholla Bend Pain and Mood",
    intro=(
        "A small practice in Santa Fe, led by a psychiatrist and a nurse anesthetist, where pain and mood are "
        "asked about in the same appointment. Everything we do, we do in English or in Spanish."
    ),
)

SANTA_FE = ClinicContent(
    slug="santa-fe",
    name="Cholla Bend Pain and Mood",
    practice="cholla-bend",
    tagline="Pain and mood, asked about in the same room.",
    intro=(
        "A psychiatrist and a nurse anesthetist plan each infusion together. Most people who come have had pain or "
        "depression for years, often both, and bring a thick folder. We read the folder first."
    ),
    street="1180 Camino del Farol",
    street_2="Unit B",
    city="Santa Fe",
    state="NM",
    postal_code="87501",
    latitude=35.6870,
    longitude=-105.9378,
    time_zone="America/Denver",
    phones=(
        Phone("main", "+15055550136", label="Front desk, English and Spanish"),
        Phone("fax", "+15055550137", label="Records"),
        Phone("tracking", "+15055550182", label="Radio announcement"),
    ),
    # The desk closes over lunch: the day has two openings.
    hours=(
        Hours(MONDAY, "08:00", "12:00"),
        Hours(MONDAY, "13:00", "17:30"),
        Hours(TUESDAY, "08:00", "12:00"),
        Hours(TUESDAY, "13:00", "17:30"),
        Hours(WEDNESDAY, "08:00", "12:00"),
        Hours(THURSDAY, "08:00", "12:00"),
        Hours(THURSDAY, "13:00", "17:30"),
        Hours(FRIDAY, "08:00", "12:00"),
        Hours(FRIDAY, "13:00", "16:00"),
    ),
    closures=(*FIXED_HOLIDAYS, Closure(11, 2, "Día de los Muertos")),
    booking_url="https://example.com/book/cholla-bend",
    map_url="https://example.com/map/cholla-bend",
    directions=(
        "The blue door in the courtyard, behind the bakery. Santa Fe lies high: if you come from lower ground and "
        "have heart or lung trouble, tell us when you book."
    ),
    hue=42,
    chroma=1.0,
    licence_states=("NM", "CO"),
    payment_facts=(
        "We do not bill insurance. You get an itemized receipt that you can send to your plan.",
        PRICE_IN_WRITING,
        "Cards, HSA and FSA cards are accepted.",
        NOTHING_DUE_FOR_A_NO,
    ),
    alert_email="recepcion@example.org",
    sender_name="Cholla Bend Pain and Mood",
    sender_email="hello@cholla-bend.example.org",
    response_minutes=180,
    hero_facts=(
        ("The first step", "an hour’s talk about both"),
        ("Planned by", "a psychiatrist and a nurse anesthetist"),
        ("We speak", "English and Spanish"),
        ("Your request is answered", "within 3 open hours"),
    ),
    treatments=(
        "ketamine-infusion-for-depression",
        "ketamine-infusion-for-chronic-pain",
        "lidocaine-infusion-for-nerve-pain",
    ),
    scene="santa-fe",
)
