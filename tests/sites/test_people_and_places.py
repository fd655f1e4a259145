"""Blocks that lead to people and places: on a page of no clinic, of one, and with a clinic that an editor chose."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    ClinicPage,
    ClinicTreatmentPage,
    Condition,
    ConditionIndexPage,
    ConditionPage,
    HomePage,
    PaymentMethod,
    Provider,
    ProviderPage,
    ProviderRole,
    StandardPage,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
    TreatmentPrice,
)

pytestmark = pytest.mark.django_db

PLACES: list[tuple[str, Any]] = [
    ("treatments", {"treatments": []}),
    ("conditions", {"conditions": []}),
    ("provider_cards", {"providers": []}),
    ("clinic_cards", {"clinics": []}),
    ("clinic_finder", {"text": "Near you"}),
    ("opening_hours", {}),
    ("map", {}),
    ("prices", {}),
    ("phone_action", {"text": ""}),
    ("booking_action", {"text": ""}),
    ("consult_form", {"heading": ""}),
    ("newsletter_form", {"heading": ""}),
]
DULUTH, ASHLAND = "(218) 555-0141", "(218) 555-0142"


@pytest.fixture
def infusion(home: HomePage, clinic: Clinic) -> Treatment:
    """Given in Duluth, tried for pain, with pages on both in the library."""
    pain = Condition.objects.create(name="Chronic pain", slug="pain", summary="It lasts.")
    treatment = Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.")
    treatment.conditions.add(pain)
    treatment.clinics.add(clinic)
    Treatment.objects.create(name="Elsewhere only", slug="elsewhere", summary="Not here.")
    index = TreatmentIndexPage.objects.child_of(home).get()
    ensure_child(index, TreatmentPage, slug="infusion", title="Infusion", treatment=treatment)
    conditions = ConditionIndexPage.objects.child_of(home).get()
    ensure_child(conditions, ConditionPage, slug="pain", title="Chronic pain", condition=pain)
    return treatment


def network_page(home: HomePage, *blocks: tuple[str, Any], slug: str = "network-page") -> StandardPage:
    return ensure_child(home, StandardPage, slug=slug, title="A page", body=list(blocks))


def clinic_page(clinic: Clinic, *blocks: tuple[str, Any]) -> StandardPage:
    """A page below the clinic's."""
    return ensure_child(ensure_clinic_page(clinic), StandardPage, slug="more", title="More", body=list(blocks))


def main_of(client: Client, page: Any) -> str:
    """What the page says between header and footer."""
    response = client.get(page.url)
    assert response.status_code == 200
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def works_at(clinic: Clinic, name: str = "Dana Whitfield", **role: Any) -> Provider:
    provider = Provider.objects.create(name=name)
    ProviderRole.objects.create(provider=provider, clinic=clinic, title="Nurse", **role)
    return provider


def test_every_block_stands_on_a_page_of_no_clinic_where_there_are_none_one_and_several(
    client: Client, home: HomePage, make_clinic: Callable[..., Clinic]
) -> None:
    page = network_page(home, *PLACES)

    for slug in ("", "duluth", "ashland"):
        if slug:
            make_clinic(slug)
        assert 'action="/find-a-clinic/"' in main_of(client, page)


def test_every_block_on_a_clinics_page_speaks_of_that_clinic_alone(
    client: Client, clinic: Clinic, other_clinic: Clinic, home: HomePage, infusion: Treatment
) -> None:
    works_at(clinic)
    works_at(other_clinic, "Joel Herrera")

    shown = main_of(client, clinic_page(clinic, *PLACES))

    assert DULUTH in shown
    assert ASHLAND not in shown
    assert "Dana Whitfield" in shown
    assert "Joel Herrera" not in shown
    assert "Infusion" in shown
    assert "Elsewhere only" not in shown


@pytest.mark.parametrize("kind", ["phone_action", "booking_action", "consult_form", "opening_hours", "map"])
def test_a_chosen_clinic_stands_in_for_every_clinic(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic, kind: str
) -> None:
    shown = main_of(client, network_page(home, (kind, {"clinic": other_clinic})))

    assert "Ashland" in shown
    assert "Duluth" not in shown
    assert DULUTH not in shown


def test_a_chosen_clinics_call_to_action_leads_to_its_own_form(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    shown = main_of(client, clinic_page(clinic, ("phone_action", {"clinic": other_clinic})))

    assert "/consult-requests/?clinic=ashland" in shown
    assert ASHLAND in shown


def test_an_opening_of_a_chosen_clinic_leads_to_it(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    shown = main_of(client, network_page(home, ("hero", {"clinic": other_clinic, "heading": "Care", "text": ""})))

    assert "/consult-requests/?clinic=ashland" in shown
    assert ASHLAND in shown
    assert DULUTH not in shown


def test_phones_stand_once_where_a_page_calls_and_has_a_form(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    call, form = ("phone_action", {"text": "Call"}), ("consult_form", {"heading": "Ask"})

    assert main_of(client, network_page(home, form, slug="form")).count(f">{DULUTH}</a>") == 1
    assert main_of(client, network_page(home, call, form, slug="both")).count(f">{DULUTH}</a>") == 1


def test_a_chosen_clinic_that_has_closed_gives_way_to_the_pages_own(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    page = clinic_page(
        clinic, ("phone_action", {"clinic": other_clinic}), ("clinic_cards", {"clinics": [other_clinic]})
    )
    Clinic.objects.filter(pk=other_clinic.pk).update(status="closed")

    shown = main_of(client, page)

    assert DULUTH in shown
    assert "Ashland" not in shown


def test_two_chosen_clinics_each_show_their_own_phone_and_page(
    client: Client, home: HomePage, make_clinic: Callable[..., Clinic]
) -> None:
    clinics = [make_clinic(slug) for slug in ("duluth", "ashland", "taos")]
    page = clinic_page(clinics[0], ("clinic_cards", {"clinics": clinics[:2]}))
    for clinic in clinics:
        ensure_clinic_page(clinic)

    shown = main_of(client, page)

    assert DULUTH in shown
    assert ASHLAND in shown
    assert 'href="/clinics/ashland/"' in shown
    assert "Taos" not in shown


def test_a_treatment_leads_to_the_clinics_own_page_where_there_is_one(
    client: Client, clinic: Clinic, infusion: Treatment
) -> None:
    page = clinic_page(clinic, ("treatments", {"treatments": []}))
    assert 'href="/treatments/infusion/"' in main_of(client, page)

    ensure_child(
        ClinicPage.objects.get(slug="duluth", locale=page.locale),
        ClinicTreatmentPage,
        slug="infusion",
        title="Infusion in Duluth",
        treatment_page=TreatmentPage.objects.get(),
    )

    shown = main_of(client, page)
    assert 'href="/clinics/duluth/infusion/"' in shown
    assert "Infusion in Duluth" in shown


def test_conditions_of_a_clinic_are_those_its_treatments_are_tried_for(
    client: Client, clinic: Clinic, other_clinic: Clinic, home: HomePage, infusion: Treatment
) -> None:
    block = ("conditions", {"conditions": []})

    assert 'href="/conditions/pain/"' in main_of(client, clinic_page(clinic, block))
    assert "/conditions/pain/" not in main_of(client, clinic_page(other_clinic, block))


def test_who_left_a_clinic_has_no_card_there_and_keeps_the_one_elsewhere(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic, clock: Any
) -> None:
    provider = works_at(clinic, left_date=date(2026, 3, 4))
    ProviderRole.objects.create(provider=provider, clinic=other_clinic, title="Medical director")
    block = ("provider_cards", {"providers": []})

    assert "Dana Whitfield" not in main_of(client, clinic_page(clinic, block))
    assert "Medical director" in main_of(client, clinic_page(other_clinic, block))


def test_who_works_in_two_places_has_one_card_that_names_both(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    provider = works_at(clinic)
    ProviderRole.objects.create(provider=provider, clinic=other_clinic, title="Medical director")
    ensure_child(ensure_clinic_page(other_clinic), ProviderPage, slug="dana", title="Dana", provider=provider)

    shown = main_of(client, network_page(home, ("provider_cards", {"providers": [provider]})))

    assert shown.count("Dana Whitfield") == 1
    assert "Medical director (Ashland); Nurse (Duluth)" in shown
    assert 'href="/clinics/ashland/dana/"' in shown


def test_prices_come_from_the_clinics_records(client: Client, clinic: Clinic, infusion: Treatment) -> None:
    TreatmentPrice.objects.create(clinic=clinic, label="First talk", amount=Decimal(180))
    TreatmentPrice.objects.create(clinic=clinic, treatment=infusion, label="One infusion", amount=Decimal("450.50"))
    other = Treatment.objects.get(slug="elsewhere")
    TreatmentPrice.objects.create(clinic=clinic, treatment=other, label="Something else", amount=Decimal(20))
    clinic.payment_methods.add(PaymentMethod.objects.create(name="Medicare", slug="medicare", kind="public"))
    clinic.payment_facts = "In writing, before you start."
    clinic.save()

    shown = main_of(client, clinic_page(clinic, ("prices", {"treatment": infusion})))

    assert "$180<" in shown
    assert "$450.50<" in shown
    assert "Something else" not in shown
    assert "<dt>Public programme</dt><dd>Medicare</dd>" in shown
    assert "In writing, before you start." in shown


def test_a_map_is_a_drawing_and_a_link(client: Client, home: HomePage, make_clinic: Callable[..., Clinic]) -> None:
    clinic = make_clinic("duluth", map_url="https://example.com/map")

    shown = main_of(client, clinic_page(clinic, ("map", {})))

    assert '<svg class="art"' in shown
    assert 'href="https://example.com/map"' in shown
    assert "<iframe" not in shown
    assert "410 Lakeview Avenue" in shown


def test_the_finder_asks_in_the_language_of_the_page(client: Client, home: HomePage) -> None:
    spanish = home.get_translations().get()
    page = ensure_child(spanish, StandardPage, slug="pagina", title="Página", body=[("clinic_finder", {"text": ""})])

    assert 'action="/es/find-a-clinic/"' in main_of(client, page)


def test_a_page_needs_no_more_queries_with_more_blocks_clinics_and_providers(
    client: Client, home: HomePage, clinic: Clinic, infusion: Treatment, make_clinic: Callable[..., Clinic]
) -> None:
    several = PLACES[:-2]  # a page has one consult form
    few = network_page(home, *several)
    many = network_page(home, *several, *several, *several, slug="longer")
    works_at(clinic)

    def queries(page: StandardPage) -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        return len(captured)

    before = queries(few)
    for number in range(3):
        there = make_clinic(f"c{number}")
        works_at(there, f"Robin {number}")
        works_at(there, f"Jo {number}")
        TreatmentPrice.objects.create(clinic=there, label="First talk", amount=Decimal(180))

    assert queries(many) == before


def test_cards_without_a_heading_of_the_editors_get_one(client: Client, home: HomePage, clinic: Clinic) -> None:
    works_at(clinic)
    block = ("provider_cards", {"providers": []})

    assert "<h2>Who you will meet</h2>" in main_of(client, network_page(home, block))
    headed = main_of(client, network_page(home, ("heading", "Our people"), block, slug="headed"))
    assert "<h2>Who you will meet</h2>" not in headed
    assert "<h2>Our people</h2>" in headed


@pytest.mark.parametrize(
    ("block", "title"),
    [
        (("map", {"clinic": None}), "Find us"),
        (("opening_hours", {"clinic": None}), "Opening hours"),
        (("clinic_cards", {"clinics": []}), "The clinics"),
        (("prices", {"clinic": None, "treatment": None}), "What it costs"),
        (("side_effects", {"treatment": None, "side_effects": []}), "Side effects"),
    ],
)
def test_a_block_of_an_article_has_its_heading_once(
    client: Client, home: HomePage, clinic: Clinic, block: tuple[str, Any], title: str
) -> None:
    index = ArticleIndexPage.objects.child_of(home).get()
    body = [("prose", "<p>Words.</p>"), block]
    article = ensure_child(
        index, ArticlePage, slug="article", title="An article", published_date=date(2026, 1, 5), body=body
    )

    assert main_of(client, article).count(f"<h2>{title}</h2>") == 1
