"""What every type of page tells machines: promised by a golden file, read and judged by others' parsers."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    CarefrontPage,
    Clinic,
    ClinicIndexPage,
    ClinicTreatmentPage,
    Closure,
    Condition,
    ConditionIndexPage,
    ConditionPage,
    Credential,
    HomePage,
    Provider,
    ProviderCredential,
    ProviderPage,
    ProviderRole,
    StandardPage,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
)
from tests.contract import assert_contract
from tests.sites.structured_data.vocabulary import document_of, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def clinic(make_clinic: Any) -> Clinic:
    clinic = make_clinic("duluth", latitude=Decimal("46.78667"), longitude=Decimal("-92.10048"), languages="en es")
    clinic.phones.update(extension="204")
    Closure.objects.create(clinic=clinic, first_date=date(2026, 4, 3), last_date=date(2026, 4, 3), reason="Good Friday")
    Closure.objects.create(clinic=clinic, first_date=date(2026, 1, 1), last_date=date(2026, 1, 1), reason="Over")
    return clinic


@pytest.fixture
def network(home: HomePage, clinic: Clinic) -> dict[str, CarefrontPage]:
    """A page of every type."""
    physician, nurse = provider("Mei Tanaka", "MD"), provider("Dana Whitfield", "CRNA")
    condition = Condition.objects.create(name="Chronic pain", slug="chronic-pain", summary="Pain that stays.")
    treatment = Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.", is_off_label=True)
    treatment.conditions.add(condition)
    treatment.clinics.add(clinic)
    clinic_page = ensure_clinic_page(clinic, headline="Infusions in Duluth", intro="A quiet room.")
    for each, title in ((physician, "Medical director"), (nurse, "Treats here every day")):
        ProviderRole.objects.create(provider=each, clinic=clinic, title=title)
    reviewed = {"reviewer": physician, "reviewed_date": date(2026, 2, 1)}
    treatment_page = ensure_child(
        child_of(home, TreatmentIndexPage),
        TreatmentPage,
        slug="infusion",
        title="Infusion",
        treatment=treatment,
        **reviewed,
    )
    conditions = ensure_child(home, ConditionIndexPage, slug="conditions", title="Conditions")
    articles = child_of(home, ArticleIndexPage)
    return {
        "home": home,
        "clinic_index": child_of(home, ClinicIndexPage),
        "clinic": clinic_page,
        "physician": ensure_child(
            clinic_page, ProviderPage, slug="mei-tanaka", title="Mei Tanaka, MD", provider=physician
        ),
        "person": ensure_child(
            clinic_page, ProviderPage, slug="dana-whitfield", title="Dana Whitfield, CRNA", provider=nurse
        ),
        "clinic_treatment": ensure_child(
            clinic_page, ClinicTreatmentPage, slug="infusion", title="Infusion in Duluth", treatment_page=treatment_page
        ),
        "treatment_index": child_of(home, TreatmentIndexPage),
        "treatment": treatment_page,
        "condition_index": conditions,
        "condition": ensure_child(
            conditions, ConditionPage, slug="chronic-pain", title="Chronic pain", condition=condition, **reviewed
        ),
        "article_index": articles,
        "article": ensure_child(
            articles, ArticlePage, slug="pain", title="What pain is", deck="In short.", author=nurse,
            published_date=date(2026, 1, 5), **reviewed,
        ),
        "republished_article": ensure_child(
            articles, ArticlePage, slug="old", title="An old text", published_date=date(2026, 1, 6),
            author_name="Ada Quist", author_degree="PhD", origin_publisher="The Harbor Paper",
            origin_author="Ada Quist", origin_url="https://example.com/old", origin_licence="By permission",
            origin_date=date(2020, 5, 1),
        ),
        "standard": ensure_child(home, StandardPage, slug="privacy", title="Privacy"),
    }  # fmt: skip


PAGE_TYPES = [
    "home", "clinic_index", "clinic", "physician", "person", "clinic_treatment", "treatment_index", "treatment",
    "condition_index", "condition", "article_index", "article", "republished_article", "standard",
]  # fmt: skip


def provider(name: str, code: str) -> Provider:
    meanings = {"MD": ("Doctor of medicine", "Physician"), "CRNA": ("Nurse anesthetist", "Person")}
    meaning, schema_type = meanings[code]
    credential = Credential.objects.create(code=code, meaning=meaning, schema_type=schema_type)
    made = Provider.objects.create(name=name, languages="en")
    ProviderCredential.objects.create(provider=made, credential=credential)
    return Provider.objects.get(pk=made.pk)


def child_of(home: HomePage, page_class: type[CarefrontPage]) -> Any:
    return page_class.objects.child_of(home).get()


def data_of(client: Client, page: CarefrontPage) -> dict[str, Any]:
    response = client.get(page.url)
    assert response.status_code == 200, page.url
    return document_of(response.content.decode())


def nodes_by_type(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(node["@type"]): node for node in document["@graph"]}


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_tells_what_its_golden_file_promises_in_schema_orgs_vocabulary(
    client: Client, network: Any, name: str
) -> None:
    document = data_of(client, network[name])

    assert errors_of(document) == []
    stable = json.loads(re.sub(r"/og/\d+-[0-9a-f]+\.png", "/og/<page>-<version>.png", json.dumps(document)))
    assert_contract(stable, f"structured_data/{name}")


@pytest.mark.parametrize(
    ("node", "error"),
    [
        ({"@type": "MedicalClinic", "availableLanguage": "en"}, "no such property"),
        ({"@type": "MedicalClinic", "address": {"@type": "Person", "name": "Ada"}}, "is none of"),
        ({"@type": "MedicalClinic", "geo": "46.78, -92.1"}, "is none of"),
        ({"@type": "PainClinic", "name": "Duluth"}, "no type"),
        ({"@type": "Person", "usNPI": "1"}, "no such property"),
    ],
)
def test_the_vocabulary_notices_what_is_wrong(node: dict[str, Any], error: str) -> None:
    found = errors_of({"@context": "https://schema.org", "@graph": [{"@id": "https://example.com/#x"} | node]})

    assert error in " ".join(found)


def test_a_name_cannot_leave_its_data_block(client: Client, network: Any, clinic: Clinic) -> None:
    clinic.name = "</script><script>alert('a & b')</script><!--"
    clinic.save()

    page = client.get(network["clinic"].url).content.decode()

    assert nodes_by_type(document_of(page))["MedicalClinic"]["name"] == clinic.name
    assert "<script>alert" not in page
    assert "\\u003c/script\\u003e" in page


def test_only_a_physician_is_called_one(client: Client, network: Any) -> None:
    assert "Physician" in nodes_by_type(data_of(client, network["physician"]))
    of_nurse = nodes_by_type(data_of(client, network["person"]))
    assert "Physician" not in of_nurse
    assert of_nurse["Person"]["hasCredential"][0]["alternateName"] == "CRNA"


def test_one_fact_means_the_same_node_on_every_page(client: Client, network: Any) -> None:
    clinics = {
        nodes_by_type(data_of(client, network[name]))["MedicalClinic"]["@id"]
        for name in ("home", "clinic_index", "clinic", "physician")
    }

    assert clinics == {"http://localhost/clinics/duluth/#clinic"}


def test_telling_it_takes_no_more_queries_with_more_providers_and_clinics(
    client: Client, network: Any, make_clinic: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = network["clinic"]
    client.get(page.url)
    with CaptureQueriesContext(connection) as before:
        client.get(page.url)
    nurse = Provider.objects.get(name="Dana Whitfield")
    for slug in ("ashland", "eau-claire"):
        ensure_clinic_page(make_clinic(slug, state="WI"))
    for number in range(3):
        other = Provider.objects.create(name=f"Nurse {number}")
        ProviderCredential.objects.create(provider=other, credential=nurse.credentials[0])
        ProviderRole.objects.create(provider=other, clinic=page.clinic, title="Nurse")

    with django_assert_max_num_queries(len(before)):
        client.get(page.url)
