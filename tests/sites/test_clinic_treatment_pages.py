"""A treatment as one clinic offers it: the library's text, what differs here, and who may be found for it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    Clinic,
    ClinicTreatmentPage,
    Credential,
    HomePage,
    ProtocolFact,
    Provider,
    ProviderCredential,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
    TreatmentPrice,
)
from sites.models.pages.clinic_treatments import OWN_TEXT_WORDS

pytestmark = pytest.mark.django_db

OURS = "/clinics/duluth/infusion/"
LIBRARY = "/treatments/infusion/"


@pytest.fixture
def library_page(home: HomePage, clinic: Clinic) -> TreatmentPage:
    treatment = Treatment.objects.create(
        name="Infusion", slug="infusion", summary="Slowly.", is_off_label=True, session_length="an hour"
    )
    treatment.clinics.add(clinic)
    reviewer = Provider.objects.create(name="Imani Okafor")
    credential = Credential.objects.create(code="MD", meaning="Doctor of medicine")
    ProviderCredential.objects.create(provider=reviewer, credential=credential)
    body = [
        ("heading", "How it works"),
        ("prose", "<p>Through a vein.</p>"),
        ("phone_action", {"text": "Each clinic answers its own phone."}),
        ("consult_form", {"heading": "Ask the network"}),
    ]
    return ensure_child(
        TreatmentIndexPage.objects.child_of(home).get(),
        TreatmentPage,
        slug="infusion",
        title="Infusion",
        treatment=treatment,
        intro="The library’s words.",
        body=body,
        reviewer=reviewer,
        reviewed_date=date(2026, 2, 9),
        next_review_date=date(2027, 2, 9),
    )


def our_page(library_page: TreatmentPage, clinic: Clinic, **values: Any) -> ClinicTreatmentPage:
    return ensure_child(
        ensure_clinic_page(clinic),
        ClinicTreatmentPage,
        slug="infusion",
        title="Infusion in Duluth",
        treatment_page=library_page,
        **values,
    )


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def canonical_of(page: str) -> str:
    """The path that the page names as the one to be found."""
    return re.findall(r'<link rel="canonical" href="https?://[^/"]+([^"]*)">', page)[0]


def own_words(count: int) -> list[tuple[str, str]]:
    return [("prose", f"<p>{'word ' * count}</p>")]


def test_where_nothing_differs_it_shows_the_librarys_text_with_the_clinics_phone(
    client: Client, clinic: Clinic, other_clinic: Clinic, library_page: TreatmentPage
) -> None:
    our_page(library_page, clinic)

    page = text_of(client, OURS)

    assert "The library’s words." in page
    assert "Through a vein." in page
    assert "off-label" in page
    assert "(218) 555-0141" in page
    assert "(218) 555-0142" not in page
    assert "Each clinic answers its own phone." not in page


def test_it_names_who_reviewed_the_librarys_text_and_when_next(
    client: Client, clinic: Clinic, library_page: TreatmentPage
) -> None:
    our_page(library_page, clinic)

    for path in (OURS, LIBRARY):
        page = text_of(client, path)
        assert "Imani Okafor, MD" in page
        assert 'datetime="2026-02-09"' in page
        assert 'datetime="2027-02-09"' in page


def test_its_own_text_comes_first_and_its_own_form_instead_of_the_librarys(
    client: Client, clinic: Clinic, library_page: TreatmentPage
) -> None:
    body = [("prose", "<p>Above the harbor.</p>"), ("consult_form", {"heading": "Ask Duluth"})]
    our_page(library_page, clinic, intro="Our words.", body=body)

    page = text_of(client, OURS)

    assert "Our words." in page
    assert "The library’s words." not in page
    assert page.index("Above the harbor.") < page.index("Through a vein.")
    assert "Ask Duluth" in page
    assert "Ask the network" not in page
    assert page.count('action="/consult-requests/"') == 1


def test_it_may_leave_the_librarys_text_out(client: Client, clinic: Clinic, library_page: TreatmentPage) -> None:
    our_page(library_page, clinic, body=[("prose", "<p>Above the harbor.</p>")], replaces_library_text=True)

    page = text_of(client, OURS)

    assert "Above the harbor." in page
    assert "Through a vein." not in page


def test_it_shows_how_and_for_how_much_this_clinic_gives_it(
    client: Client, clinic: Clinic, other_clinic: Clinic, library_page: TreatmentPage
) -> None:
    treatment = library_page.treatment
    ProtocolFact.objects.create(clinic=clinic, treatment=treatment, session_count="four in two weeks")
    ProtocolFact.objects.create(clinic=other_clinic, treatment=treatment, session_count="six in three weeks")
    TreatmentPrice.objects.create(clinic=clinic, treatment=treatment, label="One infusion", amount=Decimal(450))
    TreatmentPrice.objects.create(clinic=other_clinic, treatment=treatment, label="One infusion", amount=Decimal(990))
    our_page(library_page, clinic)

    page = text_of(client, OURS)

    assert "four in two weeks" in page
    assert "$450" in page
    assert "six in three weeks" not in page
    assert "$990" not in page


def test_it_tells_once_how_this_clinic_gives_it(client: Client, clinic: Clinic, library_page: TreatmentPage) -> None:
    ProtocolFact.objects.create(clinic=clinic, treatment=library_page.treatment, session_count="four in two weeks")
    library_page.body = [("protocol", {"treatment": None, "heading": ""}), ("prose", "<p>Through a vein.</p>")]
    library_page.save_revision().publish()
    ours = our_page(library_page, clinic)

    assert text_of(client, OURS).count("four in two weeks") == 1

    ours.body = [("protocol", {"treatment": library_page.treatment, "heading": "Our way"})]
    ours.save_revision().publish()
    page = text_of(client, OURS)
    assert page.count("four in two weeks") == 1
    assert "Our way" in page


@pytest.mark.parametrize(
    ("is_own_page", "count", "stands_for_itself"),
    [(True, OWN_TEXT_WORDS, True), (True, OWN_TEXT_WORDS - 1, False), (False, OWN_TEXT_WORDS * 3, False)],
)
def test_it_is_found_for_itself_only_with_enough_words_of_its_own(
    client: Client, clinic: Clinic, library_page: TreatmentPage, is_own_page: bool, count: int, stands_for_itself: bool
) -> None:
    our_page(library_page, clinic, is_own_page=is_own_page, body=own_words(count))

    canonical = OURS if stands_for_itself else LIBRARY
    assert canonical_of(text_of(client, OURS)) == canonical
    sitemap = text_of(client, "/sitemap.xml")
    assert (OURS in sitemap) == stands_for_itself
    assert LIBRARY in sitemap


def test_words_of_the_library_are_not_its_own(clinic: Clinic, library_page: TreatmentPage) -> None:
    page = our_page(library_page, clinic, intro="Three words here", body=[("heading", "And two")])

    assert page.own_text_words == 5


def test_without_a_live_library_page_it_names_itself(
    client: Client, clinic: Clinic, library_page: TreatmentPage
) -> None:
    our_page(library_page, clinic)
    library_page.unpublish()

    assert canonical_of(text_of(client, OURS)) == OURS


def test_the_clinics_page_leads_to_it(client: Client, clinic: Clinic, library_page: TreatmentPage) -> None:
    front = ensure_clinic_page(clinic)
    assert f'href="{LIBRARY}"' in text_of(client, front.url)

    our_page(library_page, clinic)

    page = text_of(client, front.url)
    assert f'href="{OURS}"' in page
    assert f'href="{LIBRARY}"' not in page
