"""While the site is being worked on every visitor gets the phone numbers, whatever else works."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from sites.models import Clinic


@pytest.fixture(autouse=True)
def page(settings: Any, tmp_path: Path) -> Path:
    settings.MAINTENANCE_PAGE = tmp_path / "var" / "maintenance.html"
    return settings.MAINTENANCE_PAGE


def test_visitors_get_the_phones_and_are_asked_to_come_back(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    call_command("maintenance", "on", stderr=StringIO())

    for path in ("/", "/clinics/duluth/", "/admin/"):
        response = client.get(path)
        said = response.content.decode()
        assert (response.status_code, response["Retry-After"]) == (503, "600"), path
        assert response["Cache-Control"] == "no-store"
        assert "tel:+12185550141" in said
        assert "tel:+12185550142" in said
        assert 'lang="es"' in said
    assert client.post("/consult-requests/", {}).status_code == 503


def test_the_page_needs_no_database(client: Client, page: Path) -> None:
    # No database fixture: a query would fail the test.
    page.parent.mkdir()
    page.write_text("<p>(218) 555-0141</p>")

    assert client.get("/clinics/duluth/").status_code == 503


def test_the_process_stays_alive(client: Client, db: None) -> None:
    call_command("maintenance", "on", stderr=StringIO())

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_afterwards_the_site_is_back(client: Client, clinic: Clinic) -> None:
    call_command("maintenance", "on", stderr=StringIO())
    call_command("maintenance", "off", stderr=StringIO())
    call_command("maintenance", "off", stderr=StringIO())

    assert client.get("/robots.txt").status_code == 200


def test_the_page_can_be_printed_for_a_proxy(clinic: Clinic, page: Path) -> None:
    out = StringIO()

    call_command("maintenance", "page", stdout=out)

    assert "(218) 555-0141" in out.getvalue()
    assert not page.exists()
