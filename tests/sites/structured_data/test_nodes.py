"""Nodes as plain functions of records; the database is not asked."""

from datetime import date, time

from sites.models import FAQ, Clinic, ClinicPhone, Credential, PaymentMethod, SideEffect, Treatment
from sites.opening_hours import ClosedDays, Shift
from sites.structured_data.clinics import clinic_node
from sites.structured_data.faqs import question_nodes
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import script_element
from sites.structured_data.opening_hours import closed_days, weekly_hours
from sites.structured_data.providers import schema_type
from sites.structured_data.treatments import therapy_node
from sites.structured_data.web_pages import WebPage, web_page_node

IDS = Identifiers("https://clinics.example.com/")
TODAY = date(2026, 3, 4)


def clinic(**values: object) -> Clinic:
    return Clinic(
        **{"phones": [], "opening_hours": [], "closures": []} | values,
        name="Northlight Duluth", slug="duluth", street="410 Lakeview Avenue", city="Duluth", state="MN",
        postal_code="55802", time_zone="America/Chicago",
    )  # fmt: skip


def node_of(made: Clinic, **values: object) -> dict[str, object]:
    return clinic_node(made, ids=IDS, url="https://clinics.example.com/clinics/duluth/", today=TODAY, **values)


def test_days_with_the_same_hours_are_told_together_and_a_lunch_break_apart():
    mornings = [Shift(weekday, time(8), time(12)) for weekday in (4, 0)]
    told = weekly_hours([*mornings, Shift(0, time(13), time(17))])

    assert [(len(each["dayOfWeek"]), each["opens"], each["closes"]) for each in told] == [
        (2, "08:00", "12:00"),
        (1, "13:00", "17:00"),
    ]
    assert told[0]["dayOfWeek"] == ["https://schema.org/Monday", "https://schema.org/Friday"]


def test_open_around_the_clock_is_not_told_as_closed():
    assert weekly_hours([Shift(6, time(0), time(0))])[0]["closes"] == "23:59"


def test_a_closure_is_told_until_its_last_day():
    closures = [ClosedDays(date(2026, 3, 1), TODAY, "Storm"), ClosedDays(date(2026, 1, 1), date(2026, 1, 1))]

    (told,) = closed_days(closures, today=TODAY)

    assert (told["name"], told["validThrough"], told["opens"], told["closes"]) == (
        "Storm",
        "2026-03-04",
        "00:00",
        "00:00",
    )


def test_the_main_number_is_told_and_never_a_tracking_number():
    tracking = ClinicPhone(kind="tracking", number="+12185550199", sort_order=0)
    main = ClinicPhone(kind="main", number="+12185550142", sort_order=1)

    assert node_of(clinic(phones=[tracking, main]))["telephone"] == "+12185550142"
    assert "telephone" not in node_of(clinic(phones=[tracking]))


def test_a_clinic_that_closed_for_good_offers_nothing():
    node = node_of(clinic(status=Clinic.Status.CLOSED, phones=[ClinicPhone(kind="main", number="+12185550142")]))

    assert not {"telephone", "openingHoursSpecification", "isAcceptingNewPatients"} & node.keys()
    assert node["address"]["addressLocality"] == "Duluth"


def test_a_paused_clinic_takes_no_new_patients():
    assert node_of(clinic(status=Clinic.Status.PAUSED))["isAcceptingNewPatients"] is False


def test_payment_methods_and_services_are_told_by_name_and_reference():
    node = node_of(
        clinic(),
        treatments=[Treatment(slug="infusion")],
        payment_methods=[PaymentMethod(name=n) for n in ("Card", "VA")],
    )

    assert node["paymentAccepted"] == "Card, VA"
    assert node["availableService"] == [{"@id": "https://clinics.example.com/#treatment-infusion"}]


def test_one_credential_of_a_physician_makes_a_physician():
    nurse, doctor = Credential(schema_type="Person"), Credential(schema_type="Physician")

    assert schema_type([nurse, doctor]) == "Physician"
    assert schema_type([nurse]) == "Person"
    assert schema_type([]) == "Person"


def test_serious_side_effects_are_told_apart():
    effects = [SideEffect(name="Nausea"), SideEffect(name="Fast heartbeat", is_serious=True)]

    node = therapy_node(Treatment(name="Infusion", slug="infusion"), ids=IDS, side_effects=effects)

    assert [each["name"] for each in node["adverseOutcome"]] == ["Nausea"]
    assert [each["name"] for each in node["seriousAdverseOutcome"]] == ["Fast heartbeat"]


def test_a_page_that_answers_questions_is_an_faq_page_besides():
    faq = FAQ(question="Does it hurt?", answer="<p>It <b>may</b>.</p><p>Ask us.</p>")
    page = WebPage("https://clinics.example.com/x/", "X", "en", "MedicalWebPage", main_entity="#t", faqs=[faq])

    node = web_page_node(page, ids=IDS)

    assert node["@type"] == ["MedicalWebPage", "FAQPage"]
    assert node["about"] == [{"@id": "#t"}]
    assert node["mainEntity"] == question_nodes([faq])
    assert node["mainEntity"][0]["acceptedAnswer"]["text"] == "It may. Ask us."


def test_what_could_end_the_data_block_is_spelt_differently():
    text = script_element([{"name": "</script><!-- & \u2028"}])

    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
