"""Posts from another site's page are refused without a cookie or a token."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from protection.fetch_metadata import same_site_only


@same_site_only
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def status(method: str = "post", **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return form(getattr(RequestFactory(), method)("/", headers={"Host": "clinics.example.com"} | sent)).status_code


@pytest.fixture(autouse=True)
def _hosts(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["clinics.example.com"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": ""}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "https://clinics.example.com"}, 403),
        ({"Origin": "https://clinics.example.com"}, 200),
        ({"Origin": "https://Clinics.example.com"}, 200),
        ({"Origin": "https://clinics.example.com.evil.example.com"}, 403),
        ({"Origin": "https://clinics.example.com:8443"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://["}, 403),
        ({}, 200),
    ],
)
def test_the_browser_says_where_a_post_comes_from(headers: dict[str, str], expected: int) -> None:
    assert status(**headers) == expected


@pytest.mark.parametrize(("method", "expected"), [("get", 200), ("head", 200), ("put", 403), ("delete", 403)])
def test_reading_is_open_to_links_from_anywhere_and_writing_is_not(method: str, expected: int) -> None:
    assert status(method, Sec_Fetch_Site="cross-site") == expected


def test_a_refused_visitor_is_told_what_to_do() -> None:
    response = form(RequestFactory().post("/", headers={"Sec-Fetch-Site": "cross-site"}))

    assert b"Open our page and send it again" in response.content
