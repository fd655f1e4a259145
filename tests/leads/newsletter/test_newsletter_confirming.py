"""The link in the first letter: looked at by scanners, pressed by people, good once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from integrations.models import OutboxEvent
from leads.models import Subscription

pytestmark = pytest.mark.django_db


def types() -> list[str]:
    return [event.type for event in OutboxEvent.objects.order_by("occurred_at", "id")]


@pytest.fixture
def link(reader: Any, later: Callable[..., None]) -> str:
    """The link of a letter that came a second ago."""
    reader.signs_up()
    reader.receives()
    later(seconds=1)
    path: str = reader.link()
    return path


def test_a_scanner_that_opens_the_link_confirms_nothing(client: Client, link: str) -> None:
    for _ in range(2):
        response = client.get(link)
        assert response.status_code == 200
        assert b"<form" in response.content
    client.head(link)

    assert Subscription.objects.get().state == "requested"
    assert types() == ["subscriber.requested"]


def test_pressing_the_button_confirms_and_brings_a_welcome_with_a_way_out(
    reader: Any, client: Client, link: str
) -> None:
    response = client.post(link)

    assert (response.status_code, response["Location"]) == (303, "/newsletter/confirmed/")
    assert client.get(response["Location"]).status_code == 200
    subscription = Subscription.objects.get()
    assert (subscription.state, subscription.confirmation_digest) == ("confirmed", "")
    assert types() == ["subscriber.requested", "subscriber.confirmed"]
    (letter,) = reader.receives()
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://localhost{reader.link()}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "jo@" not in letter.subject


def test_a_browser_that_hides_its_origin_may_press_the_button(client: Client, link: str) -> None:
    # What Chromium sends from a page under `no-referrer`.
    response = client.post(link, headers={"Origin": "null"})

    assert response.status_code == 303


def test_a_link_works_once(client: Client, link: str) -> None:
    client.post(link)

    again = client.post(link)

    assert again.status_code == 410
    assert types().count("subscriber.confirmed") == 1


@pytest.mark.parametrize(("days", "status"), [(6.999, 303), (7, 410)])
def test_a_link_is_good_for_seven_days(
    client: Client, link: str, later: Callable[..., None], days: float, status: int
) -> None:
    later(days=days)

    assert client.post(link).status_code == status


def test_a_new_request_replaces_the_link(reader: Any, client: Client, link: str) -> None:
    reader.signs_up()
    reader.receives()

    assert client.post(link).status_code == 410
    assert client.post(reader.link()).status_code == 303


def test_used_expired_and_invented_links_show_one_page_with_a_way_to_ask_again(
    reader: Any, client: Client, link: str, later: Callable[..., None]
) -> None:
    client.post(link)
    reader.receives()
    used = client.get(link)
    reader.signs_up("kim@example.com")
    reader.receives()
    later(days=8)
    expired = client.get(reader.link())
    invented = client.get("/newsletter/confirm/" + "x" * 43 + "/")

    assert [each.status_code for each in (used, expired, invented)] == [410, 410, 410]
    assert used.content == expired.content == invented.content
    assert b"/newsletter/subscribe/" in used.content


def test_the_language_of_the_last_request_counts_once_it_is_confirmed(reader: Any, later: Callable[..., None]) -> None:
    reader.signs_up(language="en")
    reader.receives()
    later(minutes=1)
    reader.signs_up(language="es")
    reader.receives()

    response = reader.client.post(reader.link())

    assert response["Location"] == "/newsletter/confirmed/?language=es"
    assert Subscription.objects.get().subscriber.language == "es"


def test_what_shows_a_token_is_kept_by_no_cache_and_told_to_no_site(client: Client, link: str) -> None:
    for response in (client.get(link), client.post(link), client.post(link)):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert b"jo@example.com" not in response.content
        assert not response.cookies
