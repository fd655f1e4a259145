"""Our way from an address to its page agrees with Wagtail's, in fewer queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import serve as serve_as_wagtail

from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import ArticleIndexPage, ArticlePage, Clinic, ClinicPage, HomePage, StandardPage
from sites.routing import quick_route, serve

pytestmark = pytest.mark.django_db

SLUGS = ("clinics", "duluth", "prices", "draft", "below", "articles", "pain", "copy", "nowhere", "home", "root", "es")


@pytest.fixture
def clinic_page(home: HomePage, clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic, headline="Infusions in Duluth")


@pytest.fixture
def tree(home: HomePage, clinic_page: ClinicPage) -> HomePage:
    """One of each that routing must tell apart."""
    ensure_child(clinic_page, StandardPage, slug="prices", title="Prices")
    draft = ensure_child(clinic_page, StandardPage, slug="draft", title="Draft")
    ensure_child(draft, StandardPage, slug="below", title="Published below a draft")
    draft.unpublish()
    index = ArticleIndexPage.objects.child_of(home).get()
    article = ensure_child(index, ArticlePage, slug="pain", title="Pain", published_date=date(2026, 1, 5))
    article.create_alias(parent=home, update_slug="copy")
    ensure_translation(clinic_page, title=clinic_page.title)
    own_host = Site.objects.create(hostname="duluth.example.com", root_page=clinic_page, site_name="Duluth")
    assert own_host.root_page_id == clinic_page.pk
    return home


def answer(view: Callable[..., Any], path: str, host: str = "testserver") -> tuple[int, Any, str]:
    """Status, page and where it leads; the two views must agree on all of it."""
    request = RequestFactory().get(f"/{path}", headers={"host": host})
    try:
        response = view(request, path)
    except Http404:
        return 404, None, ""
    route = request._wagtail_route_for_request
    return response.status_code, (route.page.pk, type(route.page), route.args), response.headers.get("Location", "")


def both(path: str, *, language: str = "en", host: str = "testserver") -> tuple[int, Any, str]:
    with translation.override(language):
        ours, wagtails = answer(serve, path, host), answer(serve_as_wagtail, path, host)
    assert ours == wagtails, (path, language, host)
    return ours


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slugs=st.lists(st.sampled_from(SLUGS), max_size=4),
    language=st.sampled_from(["en", "es"]),
    host=st.sampled_from(["testserver", "duluth.example.com", "localhost"]),
)
def test_any_address_leads_where_wagtail_would_lead(
    tree: HomePage, settings: Any, slugs: list[str], language: str, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    both("".join(f"{slug}/" for slug in slugs), language=language, host=host)


@pytest.mark.parametrize(
    ("path", "language", "host", "status"),
    [
        ("", "en", "testserver", 200),
        ("clinics/duluth/", "en", "testserver", 200),
        ("clinics/duluth/prices/", "en", "testserver", 200),
        ("clinics/duluth/draft/", "en", "testserver", 404),
        ("clinics/duluth/draft/below/", "en", "testserver", 200),
        ("clinics/duluth/nowhere/", "en", "testserver", 404),
        ("copy/", "en", "testserver", 200),
        ("", "es", "testserver", 200),
        ("clinics/duluth/", "es", "testserver", 200),
        ("articles/pain/", "es", "testserver", 404),
        ("", "en", "duluth.example.com", 200),
        ("prices/", "en", "duluth.example.com", 200),
        ("clinics/", "en", "duluth.example.com", 404),
    ],
)
def test_each_kind_of_page_is_found_or_not(
    tree: HomePage, settings: Any, path: str, language: str, host: str, status: int
) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    assert both(path, language=language, host=host)[0] == status


def test_a_published_page_is_found_without_wagtails_walk(tree: HomePage) -> None:
    request = RequestFactory().get("/clinics/duluth/prices/")
    Site.get_site_root_paths()  # kept in the cache by Wagtail itself

    with CaptureQueriesContext(connection) as queries:
        route = quick_route(request, "clinics/duluth/prices/")

    assert route is not None
    assert route.page.title == "Prices"
    assert len(queries) == 3


def test_a_spanish_branch_that_is_not_published_leaves_the_visitor_in_the_english_one(tree: HomePage) -> None:
    tree.get_translations().get().unpublish()

    assert both("clinics/duluth/", language="es")[0] == 200
    assert both("", language="es")[1][0] == tree.pk


def test_a_moved_or_renamed_page_is_found_at_its_new_address_alone(tree: HomePage, clinic_page: ClinicPage) -> None:
    prices = StandardPage.objects.get(slug="prices")
    prices.slug = "costs"
    prices.save()
    assert both("clinics/duluth/prices/")[0] == 404
    assert both("clinics/duluth/costs/")[0] == 200

    prices.refresh_from_db()
    prices.move(tree, pos="last-child")
    assert both("clinics/duluth/costs/")[0] == 404
    assert both("costs/")[0] == 200


@pytest.mark.parametrize("restricted", ["prices", "duluth", "clinics", "home"])
@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_private_page_stays_private_and_so_does_all_below(
    tree: HomePage, client: Client, restricted: str, kind: str
) -> None:
    above = {
        "prices": StandardPage.objects.get(slug="prices"),
        "duluth": ClinicPage.objects.get(slug="duluth", locale=tree.locale),
        "clinics": Page.objects.get(slug="clinics", locale=tree.locale),
        "home": tree,
    }
    restriction = PageViewRestriction.objects.create(
        page=above[restricted].page_ptr if hasattr(above[restricted], "page_ptr") else above[restricted],
        restriction_type=kind,
        password="opensesame" if kind == "password" else "",
    )
    restriction.groups.set(Group.objects.all())

    response = client.get("/clinics/duluth/prices/")

    assert response.status_code == (200 if kind == "password" else 302)
    assert "(218) 555-01" not in response.content.decode()


def test_an_alias_of_a_private_page_is_private(tree: HomePage, client: Client) -> None:
    assert client.get("/copy/").status_code == 200
    PageViewRestriction.objects.create(page=Page.objects.get(slug="pain"), restriction_type="login")

    assert client.get("/copy/").status_code == 302


def test_without_a_spanish_branch_spanish_addresses_lead_to_the_english_one(tree: HomePage) -> None:
    tree.get_translations().get().delete()

    assert both("clinics/duluth/", language="es")[0] == 200


def test_a_preview_shows_what_is_not_published_yet(tree: HomePage, clinic_page: ClinicPage) -> None:
    clinic_page.headline = "A headline in the making"

    response = clinic_page.make_preview_request()

    assert response.status_code == 200
    assert "A headline in the making" in response.render().content.decode()
