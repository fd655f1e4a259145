"""Two at once, in threads with a connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from integrations.models import OutboxEvent
from leads.models import ConsentRecord, Subscriber, Subscription

pytestmark = pytest.mark.django_db(transaction=True)

CALLERS = 4


def all_at_once(call: Callable[[], Any]) -> list[Any]:
    """What `call` returned in each of CALLERS threads that start together."""
    barrier, answers = threading.Barrier(CALLERS), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_requests_for_one_address_at_once_make_one_subscription(reader: Any) -> None:
    form = {"email": "jo@example.com", "list": reader.newsletter_list.slug}

    statuses = all_at_once(lambda: Client().post("/newsletter/subscribe/", form).status_code)

    assert statuses == [303] * CALLERS
    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)
    assert ConsentRecord.objects.count() == CALLERS
    assert sum(Client().post(link).status_code == 303 for link in links(reader)) == 1


def test_a_button_pressed_twice_at_once_confirms_once(reader: Any) -> None:
    reader.signs_up()
    reader.receives()
    link = reader.link()

    statuses = all_at_once(lambda: Client().post(link).status_code)

    assert sorted(statuses) == [303] + [410] * (CALLERS - 1)
    assert OutboxEvent.objects.filter(type="subscriber.confirmed").count() == 1


def test_one_click_posts_at_once_are_announced_once(reader: Any) -> None:
    way_out = reader.confirms()

    statuses = all_at_once(lambda: Client().post(way_out, {"List-Unsubscribe": "One-Click"}).status_code)

    assert statuses == [200] * CALLERS
    assert OutboxEvent.objects.filter(type="subscriber.unsubscribed").count() == 1


def links(reader: Any) -> list[str]:
    bodies = [letter.body for letter in reader.receives()]
    urls = [line for body in bodies for line in body.splitlines() if line.startswith("http")]
    return [url.removeprefix("http://localhost") for url in urls]
