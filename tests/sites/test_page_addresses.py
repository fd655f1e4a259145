"""Addresses worked out without the page agree with Wagtail's own, and follow what changes."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname
from wagtail.rich_text import expand_db_html

from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import Clinic, ClinicPage, HomePage, StandardPage
from sites.page_addresses import full_url_at, url_at
from sites.routing import find_site
from sites.texts import Texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic_page(home: HomePage, clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic, headline="Infusions in Duluth")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("host", ["testserver", "duluth.example.com"])
@pytest.mark.parametrize("has_own_host", [False, True])
def test_every_page_has_the_address_that_wagtail_gives_it(
    clinic_page: ClinicPage, settings: object, language: str, host: str, *, has_own_host: bool
) -> None:
    ensure_child(clinic_page, StandardPage, slug="prices", title="Prices")
    ensure_translation(clinic_page, title=clinic_page.title)
    if has_own_host:
        Site.objects.create(hostname="duluth.example.com", port=443, root_page=clinic_page, site_name="Duluth")
    ours, wagtails = (RequestFactory().get("/", headers={"host": host}) for _ in range(2))

    with translation.override(language):
        for page in Page.objects.all():  # as Wagtail's own type, whose address is Wagtail's
            assert url_at(page.url_path, request=ours) == (page.get_url(wagtails) or "")
            assert url_at(page.url_path, request=None) == (page.get_url() or "")
            assert full_url_at(page.url_path, request=ours) == (page.get_full_url(wagtails) or "")
            assert page.specific.get_url(ours) == page.get_url(wagtails)


def test_an_address_follows_its_site_and_its_page(clinic_page: ClinicPage) -> None:
    assert url_at(clinic_page.url_path, request=None) == "/clinics/duluth/"
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = "lamplight.example.com", 443
    site.save()
    assert full_url_at(clinic_page.url_path, request=None) == "https://lamplight.example.com/clinics/duluth/"

    clinics = clinic_page.get_parent()
    clinics.slug = "places"
    clinics.save()
    clinic_page.refresh_from_db()
    assert clinic_page.full_url == "https://lamplight.example.com/places/duluth/"


HOSTS = ("testserver", "a.example.com", "b.example.com")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    others=st.sets(st.tuples(st.sampled_from(HOSTS), st.sampled_from([80, 443, 8000])), max_size=4),
    has_default=st.booleans(),
    host=st.sampled_from(HOSTS),
    port=st.sampled_from([80, 443, 8000, 9000]),
)
def test_a_request_finds_the_site_that_wagtail_finds(
    home: HomePage, others: set[tuple[str, int]], host: str, port: int, *, has_default: bool
) -> None:
    Site.objects.all().delete()
    for position, (hostname, number) in enumerate(sorted(others)):
        is_default = has_default and position == 0
        Site.objects.create(hostname=hostname, port=number, root_page=home, is_default_site=is_default)
    try:
        expected = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        expected = None

    found = find_site(RequestFactory().get("/", headers={"host": host}, SERVER_PORT=str(port)))

    assert found == expected


def test_links_in_several_texts_lead_to_the_readers_language(clinic_page: ClinicPage, home: HomePage) -> None:
    ensure_translation(clinic_page, title=clinic_page.title)
    only_english = ensure_child(home, StandardPage, slug="privacy", title="Privacy")
    texts = [f'<p><a linktype="page" id="{page.pk}">There</a></p>' for page in (clinic_page, only_english)]

    with translation.override("es"):
        first, second = Texts(texts).as_html

    assert first == '<p><a href="/es/clinics/duluth/">There</a></p>'
    assert second == '<p><a href="/privacy/">There</a></p>'


@pytest.mark.parametrize("key", ["", "0", "999999", "x", "1 OR 1=1"])
def test_a_link_to_no_page_is_no_link(home: HomePage, key: str) -> None:
    assert expand_db_html(f'<a linktype="page" id="{key}">There</a>') == "<a>There</a>"
