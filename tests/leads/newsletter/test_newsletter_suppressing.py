"""An address from which letters came back, or that complained, is never written to again."""

import json
from typing import Any

import pytest
from django.test import Client

from integrations.channels.webhook import encode
from integrations.models import Delivery, OutboxEvent
from leads.models import NewsletterList, Subscription
from protection.data_classes import DataClass
from tests.contract import assert_contract
from tests.leads.mail_reports import configure, postmark, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def _postmark(settings: Any) -> None:
    configure(settings, "postmark")


def suppressed_events() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(type="subscriber.suppressed"))


@pytest.mark.usefixtures("_postmark")
@pytest.mark.parametrize(("kind", "reason"), [("HardBounce", "bounced"), ("SpamComplaint", "complained")])
def test_the_subscription_is_suppressed_and_others_hear_of_it_once(
    reader: Any, client: Client, kind: str, reason: str
) -> None:
    reader.confirms()
    welcome = Delivery.objects.order_by("pk").last()
    assert welcome

    for _ in range(2):
        tell(client, "postmark", postmark(kind, welcome.pk.hex))

    (event,) = suppressed_events()
    payload = json.loads(encode(event, data_class=DataClass.CONTACT))
    assert Subscription.objects.get().state == "suppressed"
    assert payload["data"].pop("reason") == reason
    payload["data"] |= {"url": "<url>", "reason": "bounced"}
    assert_contract(payload, "subscriber.suppressed.v1")


@pytest.mark.usefixtures("_postmark")
def test_whoever_asks_again_gets_no_letter(reader: Any, client: Client) -> None:
    reader.confirms()
    tell(client, "postmark", postmark("HardBounce"))

    reader.signs_up()

    assert reader.receives() == []


@pytest.mark.usefixtures("_postmark")
def test_what_waits_is_not_sent(reader: Any, client: Client) -> None:
    reader.signs_up()

    tell(client, "postmark", postmark("HardBounce"))

    assert reader.receives() == []
    assert Delivery.objects.get(channel="email").state == "cancelled"


@pytest.mark.usefixtures("_postmark")
def test_it_holds_for_every_list(reader: Any, client: Client) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")
    reader.signs_up()
    reader.signs_up(list="network-letter")

    tell(client, "postmark", postmark("SpamComplaint"))

    assert set(Subscription.objects.values_list("state", flat=True)) == {"suppressed"}
    assert len(suppressed_events()) == 2


@pytest.mark.usefixtures("_postmark")
def test_a_soft_bounce_ends_nothing(reader: Any, client: Client) -> None:
    reader.confirms()

    tell(client, "postmark", postmark("SoftBounce"))

    assert Subscription.objects.get().state == "confirmed"


@pytest.mark.usefixtures("_postmark")
def test_leaving_at_the_provider_is_leaving(reader: Any, client: Client) -> None:
    reader.confirms()

    for _ in range(2):
        tell(client, "postmark", postmark("change:ManualSuppression"))

    assert Subscription.objects.get().state == "unsubscribed"
    assert OutboxEvent.objects.filter(type="subscriber.unsubscribed").count() == 1
