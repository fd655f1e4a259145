"""The schemas at their addresses: anybody may read them, and keep them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leads.event_schemas.schemas import DESCRIBED, schema_of
from tests.event_schemas import BY_TYPE

# Nothing here is asked of the database: pytest-django would refuse it.
ADDRESS = "/webhooks/schemas/lead.created.v1.json"


def test_a_schema_is_served_under_the_address_that_it_says(client: Client) -> None:
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/schema+json"
    assert response.json() == schema_of(BY_TYPE["lead.created"])
    assert response.json()["$id"] == f"http://localhost{ADDRESS}"


def test_the_index_leads_to_every_type(client: Client) -> None:
    index = client.get("/webhooks/schemas/")

    assert index["Content-Type"] == "application/json"
    assert list(index.json()) == [each.name for each in DESCRIBED]
    for name, address in index.json().items():
        schema = client.get(address.removeprefix("http://localhost")).json()
        assert (schema["$id"], schema["title"]) == (address, name)


@pytest.mark.parametrize("path", ["/webhooks/schemas/", ADDRESS])
def test_it_may_be_kept_and_asked_for_again_without_being_sent(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    other = client.get(path, headers={"If-None-Match": '"other"'})

    assert first["Cache-Control"] == "public, max-age=3600"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("path", ["/webhooks/schemas/", ADDRESS])
def test_pages_of_any_origin_may_read_it_and_no_cookie_comes_with_it(client: Client, path: str) -> None:
    headers = {"Origin": "https://tools.example.com"}
    first = client.get(path, headers=headers)
    again = client.get(path, headers=headers | {"If-None-Match": first["ETag"]})

    for response in (first, again):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_the_same_in_every_language(client: Client, language: str) -> None:
    plain = client.get(ADDRESS)

    response = client.get(ADDRESS, headers={"Accept-Language": language})

    assert response.content == plain.content
    assert response.json()["description"].startswith("A person's first request")


@pytest.mark.django_db  # every 404 asks whether editors redirect the address
@pytest.mark.parametrize(
    "name", ["lead.invented.v1.json", "lead.created.v2.json", "lead.created", "consent_wordings.json"]
)
def test_what_there_is_not_is_not_found(client: Client, name: str) -> None:
    response = client.get(f"/webhooks/schemas/{name}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Cache-Control" not in response


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, method: str) -> None:
    response: Any = getattr(client, method)(ADDRESS)

    assert response.status_code == 405
    assert client.head(ADDRESS).status_code == 200


def test_the_addresses_are_stable() -> None:
    """They stand in receivers' code."""
    assert reverse("event_schemas") == "/webhooks/schemas/"
    assert reverse("event_schema", args=["call.logged.v1.json"]) == "/webhooks/schemas/call.logged.v1.json"
