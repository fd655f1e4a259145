"""What must be looked at again, for those who may change it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.groups import ensure_clinic_editors, ensure_network_content
from sites.models import ArticlePage, Clinic, Fact
from sites.reviews import reviews_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TODAY = date(2026, 3, 4)


@pytest.fixture
def make_user() -> Callable[..., Any]:
    def make(*groups: Any) -> Any:
        user = get_user_model().objects.create_user(username="somebody", password="pass-of-a-test")
        user.groups.set(groups)
        return user

    return make


def article_at(clinic: Clinic, title: str, *, due: date) -> ArticlePage:
    return ensure_child(ensure_clinic_page(clinic), ArticlePage, slug=title.lower(), title=title, next_review_date=due)


def fact(wording: str, *, due: date) -> Fact:
    return Fact.objects.create(
        value="1 in 5",
        wording=wording,
        source="A study",
        source_url="https://example.com/",
        as_of_date=date(2024, 1, 1),
        review_by_date=due,
    )


def test_the_network_sees_facts_and_pages_by_their_day(
    make_user: Callable[..., Any], clinic: Clinic, other_clinic: Clinic
) -> None:
    article_at(clinic, "Sleep", due=TODAY + timedelta(days=30))
    article_at(other_clinic, "Pain", due=TODAY - timedelta(days=2))
    article_at(clinic, "Later", due=TODAY + timedelta(days=31))
    fact("adults", due=TODAY)
    fact("children", due=TODAY - timedelta(days=1))

    due = reviews_due(make_user(ensure_network_content()), on=TODAY)

    assert [(each.title, each.is_past) for each in due] == [
        ("Pain", True),
        ("1 in 5: children", True),
        ("1 in 5: adults", False),
        ("Sleep", False),
    ]


def test_a_clinics_editor_sees_pages_of_that_clinic_alone(
    client: Client, make_user: Callable[..., Any], clinic: Clinic, other_clinic: Clinic
) -> None:
    article_at(clinic, "Sleep", due=TODAY)
    article_at(other_clinic, "Pain", due=TODAY)
    fact("adults", due=TODAY)
    client.force_login(make_user(ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)])))

    for path in ("/admin/", "/admin/reports/reviews/"):
        said = client.get(path).content.decode()
        assert "Sleep" in said, path
        assert "Pain" not in said, path
        assert "1 in 5" not in said, path


def test_who_has_nothing_to_review_sees_no_panel(client: Client, make_user: Callable[..., Any], clinic: Clinic) -> None:
    client.force_login(make_user(ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)])))

    assert "card-listing" not in client.get("/admin/").content.decode()
    assert "Nothing is due" in client.get("/admin/reports/reviews/").content.decode()


def test_facts_are_filtered_by_what_is_past(client: Client, make_user: Callable[..., Any]) -> None:
    fact("adults", due=TODAY)
    fact("children", due=TODAY - timedelta(days=1))
    client.force_login(make_user(ensure_network_content()))

    def listed(query: str) -> str:
        return str(client.get(f"/admin/snippets/sites/fact/{query}").content.decode())

    assert "adults" in listed("")
    assert "adults" not in listed("?review=past")
    assert "children" in listed("?review=past")
    assert "adults" in listed("?review=soon")
