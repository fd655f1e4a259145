"""The way out that stands in every letter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from integrations.models import OutboxEvent
from leads.models import ConsentRecord, Subscription
from leads.newsletter.tokens import unsubscribe_token

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def way_out(reader: Any, later: Callable[..., None]) -> str:
    """The unsubscribe link of a confirmed reader."""
    path: str = reader.confirms()
    later(days=400)
    return path


def announced() -> int:
    return OutboxEvent.objects.filter(type="subscriber.unsubscribed").count()


def test_opening_the_link_shows_a_button_and_changes_nothing(client: Client, way_out: str) -> None:
    response = client.get(way_out)

    assert response.status_code == 200
    assert b"<form" in response.content
    assert Subscription.objects.get().state == "confirmed"


def test_pressing_the_button_unsubscribes(client: Client, way_out: str) -> None:
    response = client.post(way_out)

    assert response.status_code == 200
    subscription = Subscription.objects.get()
    assert subscription.state == "unsubscribed"
    assert subscription.unsubscribed_at is not None
    assert announced() == 1


def test_a_mail_service_unsubscribes_with_one_post_without_cookie_or_origin(way_out: str) -> None:
    mail_service = Client(enforce_csrf_checks=True)

    answers = [mail_service.post(way_out, ONE_CLICK).status_code for _ in range(3)]

    assert answers == [200, 200, 200]
    assert announced() == 1


def test_mail_services_are_not_limited(way_out: str, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True
    mail_service = Client()

    assert {mail_service.post(way_out, ONE_CLICK).status_code for _ in range(30)} == {200}


def test_leaving_is_written_beside_the_consent_it_takes_back(client: Client, way_out: str) -> None:
    client.post(way_out)
    client.post(way_out)

    given, withdrawn = ConsentRecord.objects.order_by("recorded_at")
    assert (given.granted, withdrawn.granted) == (True, False)
    assert given.wording == withdrawn.wording
    assert given.recorded_at < withdrawn.recorded_at


def test_the_link_holds_no_address(way_out: str) -> None:
    assert way_out == f"/newsletter/unsubscribe/{unsubscribe_token(Subscription.objects.get().pk)}/"
    assert "jo" not in way_out.removeprefix("/newsletter/unsubscribe/").partition(":")[0]
    assert "@" not in way_out


def test_a_link_that_was_altered_unsubscribes_nobody(client: Client, way_out: str) -> None:
    altered = way_out[:-2] + ("A/" if way_out[-2] != "A" else "B/")

    response = client.post(altered, ONE_CLICK)

    assert response.status_code == 404
    assert response["Referrer-Policy"] == "no-referrer"
    assert Subscription.objects.get().state == "confirmed"


def test_who_was_erased_is_told_that_no_letters_come(client: Client, way_out: str) -> None:
    ConsentRecord.objects.all().delete()
    Subscription.objects.all().delete()

    assert client.post(way_out, ONE_CLICK).status_code == 200


def test_who_leaves_before_confirming_cannot_be_confirmed_by_the_link_still_out(reader: Any, client: Client) -> None:
    reader.signs_up()
    reader.receives()
    token = unsubscribe_token(Subscription.objects.get().pk)

    client.post(f"/newsletter/unsubscribe/{token}/")

    assert client.post(reader.link()).status_code == 410
    assert Subscription.objects.get().state == "unsubscribed"


def test_who_left_may_come_back_and_leave_again(reader: Any, client: Client, way_out: str) -> None:
    client.post(way_out)
    reader.confirms()
    assert Subscription.objects.get().state == "confirmed"
    assert Subscription.objects.get().unsubscribed_at is None

    client.post(way_out)

    assert Subscription.objects.get().state == "unsubscribed"
    assert announced() == 2


def test_leaving_does_not_lift_a_suppression(reader: Any, client: Client, way_out: str) -> None:
    Subscription.objects.update(state="suppressed")

    client.post(way_out)
    client.post(way_out)
    reader.signs_up()

    assert Subscription.objects.get().state == "suppressed"
    assert announced() == 1
    assert reader.receives() == []


def test_a_letters_footer_is_read_in_the_readers_language(reader: Any, client: Client) -> None:
    way_out = reader.confirms(language="es")

    assert b'lang="es"' in client.get(way_out).content


def test_what_shows_a_way_out_is_kept_by_no_cache_and_told_to_no_site(client: Client, way_out: str) -> None:
    for response in (client.get(way_out), client.post(way_out)):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert b"jo@example.com" not in response.content
