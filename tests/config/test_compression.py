"""Public pages travel compressed; what is made for one person does not."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_public_page_is_compressed_for_a_browser_that_asks(client: Client) -> None:

    response = client.get("/", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert b"<h1>" in gzip.decompress(response.content)


def test_a_page_for_somebody_with_a_cookie_is_not(client: Client) -> None:
    client.cookies["sessionid"] = "somebody"

    assert not client.get("/", headers={"accept-encoding": "gzip"}).has_header("Content-Encoding")
    assert not client.get("/admin/login/", headers={"accept-encoding": "gzip"}).has_header("Content-Encoding")


def test_a_sign_in_page_that_sets_a_cookie_is_not(client: Client) -> None:
    response = client.get("/admin/login/", headers={"accept-encoding": "gzip"})

    assert response.cookies
    assert not response.has_header("Content-Encoding")
