"""Conditions, and articles with who wrote them, who reviewed them and where they come from."""

from datetime import date
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
    Condition,
    ConditionIndexPage,
    ConditionPage,
    Credential,
    HomePage,
    Provider,
    ProviderCredential,
    ProviderPage,
    ProviderRole,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pain(home: HomePage) -> ConditionPage:
    condition = Condition.objects.create(name="Pain", slug="pain", summary="It lasts.", definition="An alarm.")
    index = ConditionIndexPage.objects.child_of(home).get()
    return ensure_child(index, ConditionPage, slug="pain", title="Chronic pain", condition=condition)


@pytest.fixture
def dana(clinic: Clinic) -> Provider:
    """Works in Duluth, where she has a page."""
    provider = Provider.objects.create(name="Dana Whitfield")
    for code in ("CRNA", "APNP"):
        credential = Credential.objects.create(code=code, meaning=code)
        ProviderCredential.objects.create(provider=provider, credential=credential)
    ProviderRole.objects.create(provider=provider, clinic=clinic, title="Nurse anesthetist")
    return provider


def article(home: HomePage, slug: str = "alarm", **values: Any) -> ArticlePage:
    index = ArticleIndexPage.objects.child_of(home).get()
    return ensure_child(index, ArticlePage, slug=slug, title=f"On {slug}", published_date=date(2026, 1, 5), **values)


def treat(home: HomePage, condition: Condition, *clinics: Clinic, slug: str = "infusion") -> Treatment:
    treatment = Treatment.objects.create(name=slug.title(), slug=slug, summary="Slowly.")
    treatment.conditions.add(condition)
    treatment.clinics.add(*clinics)
    index = TreatmentIndexPage.objects.child_of(home).get()
    ensure_child(index, TreatmentPage, slug=slug, title=slug.title(), treatment=treatment)
    return treatment


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def main_of(client: Client, path: str) -> str:
    return text_of(client, path).partition("<main")[2].partition("</main>")[0]


def test_the_index_leads_to_every_condition(client: Client, pain: ConditionPage) -> None:
    page = main_of(client, "/conditions/")

    assert 'href="/conditions/pain/"' in page
    assert "It lasts." in page


def test_conditions_are_in_the_main_navigation(client: Client, home: HomePage) -> None:
    assert 'href="/conditions/"' in text_of(client, "/").partition("<main")[0]

    ConditionIndexPage.objects.get(locale=home.locale).unpublish()

    assert "conditions/" not in text_of(client, "/").partition("<main")[0]


def test_a_condition_leads_to_what_is_tried_for_it_and_where(
    client: Client, home: HomePage, pain: ConditionPage, clinic: Clinic, other_clinic: Clinic
) -> None:
    treat(home, pain.condition, clinic)
    elsewhere = Condition.objects.create(name="Other", slug="other", summary="Else.")
    treat(home, elsewhere, other_clinic, slug="unrelated")

    page = main_of(client, pain.url)

    assert "An alarm." in page
    assert 'href="/treatments/infusion/"' in page
    assert "unrelated" not in page
    assert "Northlight Duluth" in page
    assert "Northlight Ashland" not in page


def test_a_condition_that_nobody_is_known_to_treat_offers_every_clinic(
    client: Client, pain: ConditionPage, clinic: Clinic, other_clinic: Clinic
) -> None:
    page = main_of(client, pain.url)

    assert "Northlight Duluth" in page
    assert "Northlight Ashland" in page
    assert "What is tried for it" not in page


def test_an_article_is_found_from_the_condition_and_the_treatment_it_is_about(
    client: Client, home: HomePage, pain: ConditionPage, clinic: Clinic
) -> None:
    treatment = treat(home, pain.condition, clinic)
    about = article(home)
    article(home, slug="something-else")
    about.conditions.add(pain.condition)
    about.treatments.add(treatment)
    about.save()

    for path in (pain.url, "/treatments/infusion/"):
        page = main_of(client, path)
        assert f'href="{about.url}"' in page
        assert "something-else" not in page


def test_a_condition_names_its_reviewer_and_both_dates(
    client: Client, pain: ConditionPage, dana: Provider, django_assert_max_num_queries: Any
) -> None:
    pain.reviewer, pain.reviewed_date, pain.next_review_date = dana, date(2026, 2, 9), date(2027, 2, 9)
    pain.save()

    page = main_of(client, pain.url)

    assert "Dana Whitfield, CRNA, APNP" in page
    assert 'datetime="2026-02-09"' in page
    assert 'datetime="2027-02-09"' in page


def test_a_byline_leads_to_our_provider_while_they_work_here(
    client: Client, home: HomePage, clinic: Clinic, dana: Provider, clock: Any
) -> None:
    ensure_child(ensure_clinic_page(clinic), ProviderPage, slug="dana", title="Dana", provider=dana)
    path = article(home, author=dana).url
    assert '<a href="/clinics/duluth/dana/">Dana Whitfield, CRNA, APNP</a>' in main_of(client, path)

    ProviderRole.objects.filter(provider=dana).update(left_date=date(2026, 3, 1))

    page = main_of(client, path)
    assert "Dana Whitfield, CRNA, APNP" in page
    assert "/clinics/duluth/dana/" not in page


def test_an_outside_author_stands_there_with_their_degree(client: Client, home: HomePage) -> None:
    page = main_of(client, article(home, author_name="Ines Corrado", author_degree="PhD").url)

    assert "<b>Ines Corrado, PhD</b>" in page


def test_an_article_that_names_nobody_says_when_it_was_published(client: Client, home: HomePage) -> None:
    page = main_of(client, article(home).url)

    assert "Written by" not in page
    assert 'datetime="2026-01-05"' in page


ORIGIN = {
    "origin_publisher": "The Harbor Ledger",
    "origin_author": "Thomas Lindqvist, MD",
    "origin_url": "https://example.com/ledger",
    "origin_date": date(2025, 3, 9),
    "origin_licence": "By permission.",
}


def test_a_republished_article_says_where_and_by_whom_it_was_first_published(client: Client, home: HomePage) -> None:
    page = main_of(client, article(home, **ORIGIN).url)

    for words in ("The Harbor Ledger", "Thomas Lindqvist, MD", "By permission.", 'datetime="2025-03-09"'):
        assert words in page
    assert 'href="https://example.com/ledger"' in page


def test_a_republished_article_is_found_only_where_the_publisher_agreed(client: Client, home: HomePage) -> None:
    ours = article(home, **ORIGIN)
    assert 'content="noindex"' in text_of(client, ours.url)
    assert ours.url not in text_of(client, "/sitemap.xml")

    ours.is_indexed_anyway = True
    ours.save()

    assert "noindex" not in text_of(client, ours.url)
    assert ours.url in text_of(client, "/sitemap.xml")


def test_a_condition_page_needs_no_more_queries_with_more_of_everything(
    client: Client, home: HomePage, pain: ConditionPage, clinic: Clinic, other_clinic: Clinic, dana: Provider
) -> None:
    pain.reviewer, pain.reviewed_date = dana, date(2026, 2, 9)
    pain.save()
    treat(home, pain.condition, clinic)
    first = article(home)
    first.conditions.add(pain.condition)
    first.save()

    def queries() -> int:
        client.get(pain.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(pain.url)
        return len(captured)

    before = queries()
    for number in range(2):
        treat(home, pain.condition, clinic, other_clinic, slug=f"t{number}")
        another = article(home, slug=f"a{number}")
        another.conditions.add(pain.condition)
        another.save()

    assert queries() == before
