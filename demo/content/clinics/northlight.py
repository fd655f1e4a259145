"""One practice in two cities of Minnesota."""

from ..shapes import ClinicContent, Hours, Phone, PracticeContent
from .customs import (
    FIXED_HOLIDAYS,
    FRIDAY,
    MONDAY,
    NOTHING_DUE_FOR_A_NO,
    PRICE_IN_WRITING,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)

NORTHLIGHT = PracticeContent(
    slug="northlight",
    name="Northlight Infusion",
    intro=(
        "One practice in two Minnesota cities. The same medical director reads every history, the same written "
        "protocol hangs in both treatment rooms, and either clinic can see what the other has planned for you."
    ),
)

DULUTH = ClinicContent(
    slug="duluth",
    name="Northlight Infusion Clinic, Duluth",
    practice="northlight",
    tagline="Ketamine infusions in Duluth, with someone beside you.",
    intro=(
        "A four-chair clinic above the harbor, for long-lasting pain and for depression that other treatment has "
        "not eased. The first step is a talk, not a treatment."
    ),
    street="410 Lakeview Row",
    street_2="Suite 2",
    city="Duluth",
    state="MN",
    postal_code="55802",
    latitude=46.7810,
    longitude=-92.0980,
    time_zone="America/Chicago",
    phones=(
        Phone("main", "+12185550142", label="Front desk"),
        Phone("sms", "+12185550143", label="Text messages"),
        Phone("fax", "+12185550144", label="Records"),
        Phone("tracking", "+12185550171", label="Printed leaflet"),
        Phone("tracking", "+12185550172", label="Search advertisements", campaign_source="google"),
    ),
    hours=(
        Hours(MONDAY, "08:00", "17:00"),
        Hours(TUESDAY, "08:00", "17:00"),
        Hours(WEDNESDAY, "10:00", "19:00"),
        Hours(THURSDAY, "08:00", "17:00"),
        Hours(FRIDAY, "08:00", "14:00"),
    ),
    closures=FIXED_HOLIDAYS,
    booking_url="https://example.com/book/northlight-duluth",
    map_url="https://example.com/map/northlight-duluth",
    directions=(
        "Second floor, by elevator from the parking deck. Your driver may leave the car in the two spaces marked "
        "Northlight."
    ),
    hue=240,
    chroma=1.0,
    licence_states=("MN", "WI"),
    payment_facts=(
        "Insurance plans often do not pay for ketamine infusions. We ask yours and tell you the answer.",
        PRICE_IN_WRITING,
        "Cards, checks, HSA and FSA cards are accepted.",
        NOTHING_DUE_FOR_A_NO,
    ),
    alert_email="intake.duluth@example.com",
    sender_name="Northlight Infusion, Duluth",
    sender_email="duluth@northlight.example.com",
    response_minutes=120,
    hero_facts=(
        ("The first step", "a talk, not a treatment"),
        ("During an infusion", "a nurse stays in the room"),
        ("Getting home", "someone must drive you"),
        ("Your request is answered", "within 2 open hours"),
    ),
    treatments=(
        "ketamine-infusion-for-chronic-pain",
        "ketamine-infusion-for-depression",
        "lidocaine-infusion-for-nerve-pain",
        "counseling-around-a-series",
    ),
    scene="duluth",
)

ST_CLOUD = ClinicContent(
    slug="st-cloud",
    name="Northlight Infusion Clinic, St. Cloud",
    practice="northlight",
    tagline="Unhurried infusions beside the river in St. Cloud.",
    intro=(
        "Three quiet rooms, each with a window and a second chair for whoever came with you. We treat nerve pain, "
        "complex regional pain syndrome and depression, and we work with the doctors you already have."
    ),
    street="27 Granite Landing",
    street_2="",
    city="St. Cloud",
    state="MN",
    postal_code="56301",
    latitude=45.5579,
    longitude=-94.1632,
    time_zone="America/Chicago",
    phones=(
        Phone("main", "+13205550118", extension="204", label="Front desk, through the building’s switchboard"),
        Phone("sms", "+13205550119", label="Text messages"),
        Phone("fax", "+13205550120", label="Records"),
    ),
    hours=(
        Hours(MONDAY, "07:30", "16:30"),
        Hours(TUESDAY, "07:30", "16:30"),
        Hours(WEDNESDAY, "07:30", "16:30"),
        Hours(THURSDAY, "11:00", "19:00"),
        Hours(SATURDAY, "09:00", "13:00"),
    ),
    closures=FIXED_HOLIDAYS,
    booking_url="https://example.com/book/northlight-st-cloud",
    map_url="https://example.com/map/northlight-st-cloud",
    directions="Ground floor, no steps. The door faces the river; parking is free on the street side.",
    hue=155,
    chroma=1.0,
    licence_states=("MN",),
    payment_facts=(
        "Insurance plans often do not pay for ketamine infusions. We ask yours and tell you the answer.",
        PRICE_IN_WRITING,
        "A series can be paid visit by visit. There is no fee for paying that way.",
        NOTHING_DUE_FOR_A_NO,
    ),
    alert_email="intake.stcloud@example.com",
    sender_name="Northlight Infusion, St. Cloud",
    sender_email="st-cloud@northlight.example.com",
    response_minutes=120,
    hero_facts=(
        ("The first step", "a talk, by phone or here"),
        ("Your room", "a window and a second chair"),
        ("Getting home", "someone must drive you"),
        ("Your request is answered", "within 2 open hours"),
    ),
    treatments=(
        "ketamine-infusion-for-chronic-pain",
        "ketamine-infusion-for-depression",
        "counseling-around-a-series",
    ),
    scene="st-cloud",
)
