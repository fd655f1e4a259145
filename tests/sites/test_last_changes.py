"""The sitemap's day of a page's last change is also that of what the page shows beside its own text."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    Clinic,
    ClinicPage,
    ClinicTreatmentPage,
    Closure,
    Condition,
    ConditionIndexPage,
    ConditionPage,
    Credential,
    HomePage,
    OpeningHours,
    PaymentMethod,
    Practice,
    ProtocolFact,
    Provider,
    ProviderCredential,
    ProviderRole,
    SideEffect,
    StandardPage,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
    TreatmentPrice,
)
from tests.sites.block_rows import make_fact, make_question, make_resource, make_side_effect, make_story

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "2026-03-04", "2026-05-01"
OF_CLINIC = {"/clinics/", "/clinics/duluth/", "/clinics/duluth/infusion/", "/clinics/duluth/dana-whitfield/"}
FINDER = {"/find-a-clinic/"}
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def pages(
    clock: time_machine.Traveller, home: HomePage, make_clinic: Callable[..., Any], make_provider_page: Any
) -> dict[str, Any]:
    """One clinic with a provider and a treatment, another one that nothing happens to."""
    duluth, ashland = make_clinic("duluth"), make_clinic("ashland")
    condition = Condition.objects.create(name="Pain", slug="pain", summary="It stays.")
    treatment = Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.")
    treatment.conditions.add(condition)
    treatment.clinics.add(duluth)
    provider_page = make_provider_page(duluth)
    credential = Credential.objects.create(code="CRNA", meaning="Nurse anesthetist")
    ProviderCredential.objects.create(provider=provider_page.provider, credential=credential)
    make_side_effect("Dizziness", treatment)
    duluth.payment_methods = [PaymentMethod.objects.create(name="Medicare", slug="medicare", kind="public")]
    duluth.save()
    ensure_clinic_page(ashland)
    index = TreatmentIndexPage.objects.child_of(home).get()
    library = ensure_child(index, TreatmentPage, slug="infusion", title="Infusion", treatment=treatment)
    clinic_page = ClinicPage.objects.get(clinic=duluth, locale=home.locale)
    words = [("prose", f"<p>{'own words ' * 100}</p>")]
    ensure_child(
        clinic_page, ClinicTreatmentPage, slug="infusion", title="Here",
        treatment_page=library, is_own_page=True, body=words,
    )  # fmt: skip
    ensure_child(clinic_page, StandardPage, slug="parking", title="Parking")
    conditions = ensure_child(home, ConditionIndexPage, slug="conditions", title="Conditions")
    ensure_child(conditions, ConditionPage, slug="pain", title="Pain", condition=condition)
    rows = {
        "fact": make_fact(), "question": make_question(), "story": make_story(), "resource": make_resource(),
        "side_effect": make_side_effect("Nausea", Treatment.objects.create(name="Other", slug="other", summary="-")),
    }  # fmt: skip
    ensure_child(home, StandardPage, slug="chosen", title="Chosen", body=[
        ("statistic", {"fact": rows["fact"]}), ("questions", {"questions": [rows["question"]]}),
        ("testimonials", {"testimonials": [rows["story"]]}), ("resources", {"resources": [rows["resource"]]}),
        ("side_effects", {"treatment": None, "side_effects": [rows["side_effect"]]}),
    ])  # fmt: skip
    for page in Page.objects.specific():  # as Wagtail's jobs do, without those of pictures and search
        ReferenceIndex.create_or_update_for_object(page)
    return rows | {"clinic": duluth, "treatment": treatment, "provider": provider_page.provider}


def changed(client: Client) -> set[str]:
    """Paths, in the default language, of what the sitemap says was changed on the day after."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    days = {
        str(url.findtext("s:loc", namespaces=NAMES)).removeprefix("http://localhost"): url.findtext(
            "s:lastmod", namespaces=NAMES
        )
        for url in tree.findall("s:url", NAMES)
    }
    assert set(days.values()) <= {BEFORE, AFTER}
    return {path for path, day in days.items() if day == AFTER and not path.startswith("/es/")}


def save_first(model: type[Any], **wanted: Any) -> None:
    model.objects.filter(**wanted).first().save()


CHANGES_OF_THE_CLINIC: dict[str, Callable[[dict[str, Any]], object]] = {
    "its name": lambda pages: pages["clinic"].save(),
    "a phone": lambda pages: pages["clinic"].phones.first().save(),
    "opening hours": lambda pages: OpeningHours.objects.create(
        clinic=pages["clinic"], weekday=5, opens=time(9), closes=time(12)
    ),
    "hours taken away": lambda pages: pages["clinic"].opening_hours.first().delete(),
    "a closure": lambda pages: Closure.objects.create(
        clinic=pages["clinic"], first_date=date(2026, 5, 4), last_date=date(2026, 5, 4)
    ),
    "who left": lambda _: save_first(ProviderRole),
    "a provider's biography": lambda pages: pages["provider"].save(),
    "what letters mean": lambda _: save_first(Credential),
    "a credential": lambda _: save_first(ProviderCredential),
    "a way to pay": lambda _: save_first(PaymentMethod),
}


@pytest.mark.parametrize("name", CHANGES_OF_THE_CLINIC)
def test_a_changed_clinic_moves_the_pages_that_show_it_and_no_other(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any], name: str
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    CHANGES_OF_THE_CLINIC[name](pages)

    assert changed(client) == OF_CLINIC | FINDER


CHANGES_OF_A_TREATMENT: dict[str, Callable[[dict[str, Any]], object]] = {
    "a price": lambda pages: TreatmentPrice.objects.create(
        clinic=pages["clinic"], treatment=pages["treatment"], label="One", amount=1
    ),
    "how a clinic gives it": lambda pages: ProtocolFact.objects.create(
        clinic=pages["clinic"], treatment=pages["treatment"]
    ),
    "a question about it": lambda pages: make_question(clinic=pages["clinic"], treatment=pages["treatment"]),
}


@pytest.mark.parametrize("name", CHANGES_OF_A_TREATMENT)
def test_what_a_clinic_says_of_a_treatment_moves_the_librarys_page_too(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any], name: str
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    CHANGES_OF_A_TREATMENT[name](pages)

    assert changed(client) == OF_CLINIC | FINDER | {"/treatments/infusion/"}


def test_a_treatment_moves_its_pages_and_those_that_name_it(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any]
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    pages["treatment"].save()

    assert changed(client) == OF_CLINIC | FINDER | {"/treatments/infusion/", "/conditions/pain/"}


def test_a_side_effect_moves_its_treatment_and_a_condition_its_own_page(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any]
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    save_first(SideEffect, name="Dizziness")
    assert changed(client) == {"/treatments/infusion/"}
    save_first(Condition)
    assert changed(client) == {"/treatments/infusion/", "/conditions/pain/"}


def test_a_clinic_that_gives_a_treatment_from_now_on_or_no_longer_is_changed(
    admin_client: Client, client: Client, clock: time_machine.Traveller, pages: dict[str, Any]
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")
    treatment, ashland = pages["treatment"], Clinic.objects.get(slug="ashland")
    values = {"name": treatment.name, "slug": treatment.slug, "summary": treatment.summary}

    admin_client.post(
        reverse(treatment.snippet_viewset.get_url_name("edit"), args=[treatment.pk]), values | {"clinics": [ashland.pk]}
    )

    assert list(treatment.clinics.all()) == [ashland]
    assert {"/clinics/duluth/", "/clinics/ashland/"} <= changed(client)


def test_the_name_of_a_practice_moves_all_of_its_clinics(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any]
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    save_first(Practice)

    assert changed(client) == OF_CLINIC | FINDER | {"/clinics/ashland/"}


@pytest.mark.parametrize("name", ["fact", "question", "story", "resource", "side_effect"])
def test_a_row_that_a_page_chose_moves_that_page(
    client: Client, clock: time_machine.Traveller, pages: dict[str, Any], name: str
) -> None:
    clock.move_to(f"{AFTER}T12:00:00Z")

    pages[name].save()

    assert changed(client) == {"/chosen/"}


def test_the_sitemap_asks_no_more_of_a_large_network(
    client: Client, pages: dict[str, Any], make_clinic: Callable[..., Any], make_provider_page: Any
) -> None:
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as before:
        client.get("/sitemap.xml")
    for number in range(3):
        clinic = make_clinic(f"more-{number}")
        make_provider_page(clinic, f"Nurse {number}")
        pages["treatment"].clinics.add(clinic)
        make_side_effect(f"Effect {number}", pages["treatment"])
        page = Provider.objects.get(name=f"Nurse {number}").pages.first()
        page.body = [("statistic", {"fact": make_fact()}), ("questions", {"questions": [make_question(clinic=clinic)]})]
        page.save_revision().publish()

    with CaptureQueriesContext(connection) as after:
        client.get("/sitemap.xml")
    assert len(after) == len(before)
