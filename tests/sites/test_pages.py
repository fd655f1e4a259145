"""Pages as a visitor gets them: the clinic's own phone, nothing of anybody else, no cookie."""

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from leads.bootstrapping import bootstrap
from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    ClinicPage,
    Credential,
    HomePage,
    PaymentMethod,
    Provider,
    ProviderPage,
    ProviderRole,
    StandardPage,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db

EVERY_BLOCK: list[tuple[str, Any]] = [
    ("heading", "A heading"),
    ("prose", "<p>Some <b>text</b>.</p>"),
    ("definitions", [{"term": "Nerve pain", "definition": "Pain of a nerve."}]),
    ("steps", [{"title": "A talk", "text": "Before anything else."}]),
    ("quote", {"text": "It was quiet.", "source": "A nurse"}),
    ("balance", {"benefits": ["sleep"], "side_effects": ["nausea"]}),
    ("notice", {"heading": "Mind", "text": "Off-label."}),
    ("phone_action", {"text": "Call us"}),
    ("booking_action", {"text": "Book"}),
    ("consult_form", {"heading": "Ask"}),
    ("newsletter_form", {"heading": "A letter"}),
]


@pytest.fixture
def clinic_page(home: HomePage, clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic, headline="Infusions in Duluth", body=EVERY_BLOCK)


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def provider_page(clinic_page: ClinicPage, name: str = "Dana Whitfield") -> ProviderPage:
    credential, _ = Credential.objects.get_or_create(code="CRNA", defaults={"meaning": "Nurse anesthetist"})
    provider = Provider.objects.create(name=name)
    provider.provider_credentials.create(credential=credential)
    ProviderRole.objects.create(provider=provider, clinic=clinic_page.clinic, title="Treats here every day")
    slug = name.lower().replace(" ", "-")
    return ensure_child(clinic_page, ProviderPage, slug=slug, title=provider.full_title, provider=provider)


def treatment_page(home: HomePage, **values: Any) -> TreatmentPage:
    treatment = Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.", **values)
    index = TreatmentIndexPage.objects.child_of(home).get()
    return ensure_child(index, TreatmentPage, slug="infusion", title="Infusion", treatment=treatment, body=EVERY_BLOCK)


def article_page(home: HomePage, **values: Any) -> ArticlePage:
    index = ArticleIndexPage.objects.child_of(home).get()
    published = date(2026, 1, 5)
    return ensure_child(
        index, ArticlePage, slug="pain", title="What pain is", body=EVERY_BLOCK, published_date=published, **values
    )


def test_every_page_below_a_clinic_has_its_phone_in_the_header(client: Client, clinic_page: ClinicPage) -> None:
    standard = ensure_child(clinic_page, StandardPage, slug="prices", title="Prices")

    for page in (clinic_page, provider_page(clinic_page), standard):
        header = text_of(client, page.url).partition("<main")[0]
        assert 'href="tel:+12185550141"' in header, page.url
        assert "(218) 555-0141" in header, page.url


def test_an_extension_survives_the_tap(client: Client, clinic_page: ClinicPage) -> None:
    clinic_page.clinic.phones.update(extension="204")

    assert "tel:+12185550141;ext=204" in text_of(client, clinic_page.url)


def test_a_network_page_offers_every_clinics_phone(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    page = text_of(client, treatment_page(home).url)

    assert "(218) 555-0141" in page
    assert "(218) 555-0142" in page


def test_every_block_renders_with_no_clinic_one_and_several(client: Client, home: HomePage) -> None:
    path = article_page(home).url
    for clinics in range(3):
        page = text_of(client, path)
        assert "Some <b>text</b>" in page
        assert page.count("<h1") == 1
        Clinic.objects.create(
            practice=home_practice(), name=f"C{clinics}", slug=f"c{clinics}", time_zone="America/Denver",
            street="1 Main", city="Taos", state="NM", postal_code="87571",
        )  # fmt: skip


def home_practice() -> Any:
    from sites.models import Practice

    return Practice.objects.get_or_create(name="Practice")[0]


def test_an_off_label_treatment_says_so(client: Client, home: HomePage) -> None:
    assert "off-label" in text_of(client, treatment_page(home, is_off_label=True).url)


def test_a_page_sets_no_cookie_and_lets_nothing_foreign_in(client: Client, clinic_page: ClinicPage) -> None:
    response = client.get(clinic_page.url)

    assert not response.cookies
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href|srcset)="([^"]+)"', page)
    assert loaded
    assert [each for each in loaded if each.startswith("http") and not each.startswith("http://localhost")] == []
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/)[^>]*>|\sstyle=|\son\w+=", page)


def test_a_republished_article_is_not_for_search_engines(client: Client, home: HomePage) -> None:
    ours = article_page(home)
    assert "noindex" not in text_of(client, ours.url)
    assert ours.url in text_of(client, "/sitemap.xml")

    ours.origin_publisher, ours.origin_url = "The Harbor Paper", "https://example.com/old"
    ours.origin_licence = "by permission"
    ours.save()

    page = text_of(client, ours.url)
    assert "noindex" in page
    assert "The Harbor Paper" in page
    assert ours.url not in text_of(client, "/sitemap.xml")


def test_a_clinics_page_stands_at_its_slug_in_both_languages(client: Client, clinic_page: ClinicPage) -> None:
    assert clinic_page.url == "/clinics/duluth/"
    spanish = ensure_translation(clinic_page, title=clinic_page.title)

    assert spanish.url == "/es/clinics/duluth/"
    assert '<html lang="es"' in text_of(client, spanish.url)


def test_a_clinic_has_one_page_in_a_language(clinic_page: ClinicPage) -> None:
    from django.core.exceptions import ValidationError

    second = ClinicPage(title="Again", clinic=clinic_page.clinic, locale=clinic_page.locale)

    with pytest.raises(ValidationError, match="has a page in this language"):
        second.clean()


def test_a_clinics_page_needs_no_more_queries_with_more_providers(
    client: Client, clinic_page: ClinicPage, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    provider_page(clinic_page)
    text_of(client, clinic_page.url)
    with CaptureQueriesContext(connection) as with_one:
        text_of(client, clinic_page.url)
    for name in ("Imani Okafor", "Mei Tanaka", "Joel Herrera"):
        provider_page(clinic_page, name)

    with django_assert_num_queries(len(with_one)):
        text_of(client, clinic_page.url)


def test_a_missing_page_shows_a_number_to_call(client: Client, clinic_page: ClinicPage) -> None:
    response = client.get("/clinics/duluth/nowhere/")

    assert response.status_code == 404
    assert "tel:+12185550141" in response.content.decode()


def test_the_default_site_follows_the_base_url(db: None, settings: Any) -> None:
    from wagtail.models import Site

    settings.BASE_URL = "http://127.0.0.1:8123"

    bootstrap(name="Lamplight Clinics")

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("127.0.0.1", 8123)
    assert django_settings.WAGTAIL_I18N_ENABLED


def test_the_brand_is_a_stylesheet_that_may_be_kept_for_ever(client: Client, clinic: Clinic) -> None:
    response = client.get("/brand/240-70.css")

    assert response.content == b".brand-own{--h:240;--c:0.7}\n"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(("kind", "words"), [("insurance", "accepted for some care"), ("direct", "not taken here")])
def test_a_clinics_page_does_not_deny_the_plan_that_its_prices_name(
    client: Client, clinic_page: ClinicPage, clinic: Clinic, kind: str, words: str
) -> None:
    clinic.payment_methods.add(PaymentMethod.objects.create(name="Lake Plan", slug="lake", kind=kind))
    clinic.save()

    assert f"<dt>Insurance</dt><dd>{words}</dd>" in text_of(client, "/clinics/duluth/")
