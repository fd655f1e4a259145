"""Which policy a page gets: strict for visitors, leads and passwords; looser where Wagtail's editor needs it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("admin", password="a-long-enough-password"))
    return client


def policy(response: Any) -> dict[str, list[str]]:
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


@pytest.mark.parametrize("path", ["/robots.txt", "/healthz", "/admin/login/", "/admin/password_reset/", "/nowhere/"])
def test_visitors_and_passwords_get_the_strict_policy(client: Client, path: str) -> None:
    found = policy(client.get(path))

    assert found["script-src"] == found["style-src"] == found["default-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert found["frame-ancestors"] == ["'self'"]


def test_the_lead_pages_get_the_strict_policy(admin: Client) -> None:
    assert policy(admin.get("/admin/leads/"))["script-src"] == ["'self'"]


def test_the_editor_may_run_the_scripts_it_prints(admin: Client) -> None:
    found = policy(admin.get("/admin/"))

    assert "'unsafe-inline'" in found["script-src"]
    assert found["default-src"] == ["'self'"], "everything else stays closed"
    assert found["object-src"] == ["'none'"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/leads/", "/admin/login/"])
def test_no_cache_keeps_a_staff_page_and_no_other_site_learns_its_address(admin: Client, path: str) -> None:
    response = admin.get(path)

    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_a_public_page_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get("/robots.txt").headers.get("Cache-Control", "")


def test_only_paths_below_the_admin_are_loosened(client: Client) -> None:
    assert policy(client.get("/administration/"))["script-src"] == ["'self'"]
    assert policy(client.get("/es/admin/"))["script-src"] == ["'self'"]
