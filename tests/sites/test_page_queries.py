"""What a public page asks the database, and that it asks no more of a large clinic than of a small one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    ClinicPage,
    Credential,
    HomePage,
    Provider,
    ProviderPage,
    ProviderRole,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db

ROUTING = 3  # the site, the pages down to this one, this one in full
BEYOND_ROUTING = 8


def body(blocks: int) -> list[tuple[str, Any]]:
    plain: list[tuple[str, Any]] = [
        ("heading", "A heading"),
        ("prose", "<p>Some <b>text</b>.</p>"),
        ("steps", [{"title": "A talk", "text": "Before anything else."}]),
        ("picture", {"image": {"image": image("In the text"), "alt_text": "A room"}, "caption": "A room"}),
    ]
    return [*(plain * blocks), ("consult_form", {"heading": "Ask"})]


def image(title: str) -> Any:
    return get_image_model().objects.create(title=title, file=get_test_image_file(filename="room.png"))


def add_provider(clinic_page: ClinicPage, name: str) -> ProviderPage:
    provider = Provider.objects.create(name=name, photo=image(name))
    for code in ("MD", "PhD"):
        credential, _ = Credential.objects.get_or_create(code=code, defaults={"meaning": code})
        provider.provider_credentials.create(credential=credential)
    ProviderRole.objects.create(provider=provider, clinic=clinic_page.clinic, title="Treats here")
    return ensure_child(clinic_page, ProviderPage, slug=f"p-{provider.pk}", title=name, provider=provider, body=body(1))


def add_treatment(home: HomePage, clinics: list[Clinic], slug: str, blocks: int) -> TreatmentPage:
    treatment = Treatment.objects.create(name=slug, slug=slug, summary="Slowly.")
    treatment.clinics.set(clinics)
    index = TreatmentIndexPage.objects.child_of(home).get()
    return ensure_child(
        index, TreatmentPage, slug=slug, title=slug, treatment=treatment, picture=image(slug), body=body(blocks)
    )


def site_of(size: int, make_clinic: Callable[..., Clinic]) -> dict[str, Page]:
    """A network with `size` clinics, and `size` of whatever else there may be."""
    home = HomePage.objects.get(locale__language_code="en")
    clinics = [make_clinic(f"clinic-{number}") for number in range(size)]
    clinic_pages = [ensure_clinic_page(each, picture=image(each.slug), body=body(size)) for each in clinics]
    providers = [add_provider(clinic_pages[0], f"Provider {number}") for number in range(size)]
    treatments = [add_treatment(home, clinics, f"treatment-{number}", size) for number in range(size)]
    article = ensure_child(
        ArticleIndexPage.objects.child_of(home).get(),
        ArticlePage,
        slug="pain",
        title="What pain is",
        body=body(size),
        published_date=date(2026, 1, 5),
        author=providers[0].provider,
        reviewer=providers[-1].provider,
        reviewed_date=date(2026, 1, 5),
        picture=image("Article"),
    )
    return {"clinic": clinic_pages[0], "provider": providers[0], "treatment": treatments[0], "article": article}


def count_queries(client: Client, page: Page) -> int:
    client.get(page.url)  # what a process remembers: types of content, addresses of sites, a first picture
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.url)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("kind", ["clinic", "provider", "treatment", "article"])
def test_a_page_asks_at_most_eight_questions_beyond_where_it_is(
    client: Client, make_clinic: Callable[..., Clinic], kind: str
) -> None:
    assert count_queries(client, site_of(2, make_clinic)[kind]) <= ROUTING + BEYOND_ROUTING


def test_they_ask_no_more_of_a_network_ten_times_as_large(client: Client, make_clinic: Callable[..., Clinic]) -> None:
    small = site_of(1, make_clinic)
    of_small = {kind: count_queries(client, page) for kind, page in small.items()}
    for number in range(10):
        clinic_page = ensure_clinic_page(make_clinic(f"more-{number}"), body=body(1))
        add_provider(small["clinic"].specific, f"Provider more {number}")
        add_treatment(HomePage.objects.get(locale=clinic_page.locale), [clinic_page.clinic], f"more-{number}", 1)
    large = {kind: page.specific for kind, page in small.items()}
    for page in large.values():
        page.body = body(10)
        page.save_revision().publish()

    assert {kind: count_queries(client, page) for kind, page in large.items()} == of_small
