"""Asking for the newsletter: what is stored, what is sent, and what the answer gives away."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from integrations.models import Delivery, OutboxEvent
from leads.consent_wording import newsletter_wording
from leads.models import ConsentRecord, Lead, NewsletterList, Subscriber, Subscription
from sites.models import Clinic
from sites.models.consent_wording import wording_version

pytestmark = pytest.mark.django_db


def test_signing_up_leads_to_a_page_that_says_to_check_the_mail(reader: Any, client: Client) -> None:
    response = reader.signs_up()

    assert (response.status_code, response["Location"]) == (303, "/newsletter/check-your-mail/")
    assert client.get(response["Location"]).status_code == 200


def test_signing_up_leaves_a_subscriber_who_is_not_confirmed_and_no_lead(reader: Any) -> None:
    reader.signs_up(" Jo@EXAMPLE.com ")

    subscription = Subscription.objects.get()
    assert (subscription.subscriber.email, subscription.state) == ("jo@example.com", "requested")
    assert not Lead.including_quarantine.exists()


def test_the_consent_keeps_the_words_of_the_list_their_version_the_language_and_the_page(reader: Any) -> None:
    reader.signs_up(language="es", page="/es/clinics/duluth/?utm_term=pain#form")

    consent = ConsentRecord.objects.get()
    assert (consent.purpose, consent.granted, consent.wording) == ("newsletter", True, "Write to me once a month.")
    assert consent.wording_version == wording_version("Write to me once a month.")
    assert (consent.language, consent.page) == ("es", "/es/clinics/duluth/")


def test_one_letter_asks_for_confirmation_and_its_token_is_stored_nowhere_in_the_clear(reader: Any) -> None:
    reader.signs_up()

    (letter,) = reader.receives()

    token = re.fullmatch(r"/newsletter/confirm/([\w-]{43})/", reader.link())[1]  # type: ignore[index]
    assert letter.to == ["jo@example.com"]
    assert "jo@" not in letter.subject
    assert "List-Unsubscribe" not in letter.extra_headers
    subscription = Subscription.objects.values().get()
    assert token not in str(subscription)
    assert token not in str(OutboxEvent.objects.get().bodies)


def test_a_letter_is_written_in_the_language_of_the_form(reader: Any) -> None:
    response = reader.signs_up(language="es-MX")

    assert response["Location"] == "/newsletter/check-your-mail/?language=es"
    assert Delivery.objects.get().language == "es"


@pytest.mark.parametrize("state", ["unknown", "requested", "confirmed", "unsubscribed", "suppressed"])
def test_the_answer_is_the_same_whatever_is_known_about_the_address(reader: Any, client: Client, state: str) -> None:
    if state != "unknown":
        reader.signs_up()
        at = Subscription.objects.get().requested_at
        Subscription.objects.update(state=state, confirmed_at=at)

    response = reader.signs_up()

    kept = ("Location", "Content-Type", "Referrer-Policy", "Cache-Control")
    assert response.status_code == 303
    assert [response[name] for name in kept] == [
        "/newsletter/check-your-mail/",
        "text/html; charset=utf-8",
        "no-referrer",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    ]
    assert not response.cookies


@pytest.mark.parametrize(("state", "letters"), [("unsubscribed", 1), ("confirmed", 0), ("suppressed", 0)])
def test_only_who_is_not_confirmed_and_not_suppressed_is_asked_again(reader: Any, state: str, letters: int) -> None:
    reader.signs_up()
    reader.receives()
    at = Subscription.objects.get().requested_at
    Subscription.objects.update(state=state, confirmed_at=at)

    reader.signs_up()

    assert len(reader.receives()) == letters
    assert OutboxEvent.objects.count() == 1 + letters
    assert ConsentRecord.objects.count() == 2


def test_the_same_address_on_two_lists_is_one_subscriber(reader: Any) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")
    reader.signs_up()

    reader.signs_up(list="network-letter")

    subscriber = Subscriber.objects.get()
    assert {each.newsletter_list.slug for each in subscriber.subscriptions.all()} == {"duluth-letter", "network-letter"}


def test_an_address_that_others_type_again_and_again_gets_five_letters_a_day(
    reader: Any, later: Callable[..., None], settings: Any
) -> None:
    settings.RATELIMIT_ENABLE = True
    letters = []
    for _ in range(8):
        assert reader.signs_up().status_code == 303
        letters += reader.receives()
    assert len(letters) == 5
    assert reader.client.get(reader.link()).status_code == 200

    later(days=1, seconds=1)
    reader.signs_up()

    assert len(reader.receives()) == 1


def test_a_filled_honeypot_is_answered_alike_and_leaves_nothing(reader: Any) -> None:
    response = reader.signs_up(website="https://example.com/")

    assert (response.status_code, response["Location"]) == (303, "/newsletter/check-your-mail/")
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"email": "jo@"},
        {"email": "jo@example.com\x00"},
        {"list": "no-such"},
        {"list": ""},
        {"list": "\x00"},
    ],
)
def test_what_is_missing_is_said_beside_a_form_that_can_be_sent_again(reader: Any, values: dict[str, str]) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")

    response = reader.signs_up(**{"email": "jo@example.com"} | values)

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert 'name="list"' in page
    assert not Subscriber.objects.exists()


def test_a_page_too_long_or_odd_is_no_reason_to_refuse(reader: Any) -> None:
    response = reader.signs_up(page="/" + "a" * 2_000, language="tlh")

    assert response.status_code == 303
    assert len(ConsentRecord.objects.get().page) == 300


def test_another_sites_page_cannot_sign_anybody_up(
    reader: Any, client: Client, newsletter_list: NewsletterList
) -> None:
    values = {"email": "jo@example.com", "list": newsletter_list.slug}

    refused = client.post("/newsletter/subscribe/", values, headers={"Sec-Fetch-Site": "cross-site"})
    taken = client.post("/newsletter/subscribe/", values, headers={"Sec-Fetch-Site": "same-origin"})

    assert (refused.status_code, taken.status_code) == (403, 303)


def test_the_form_stands_alone_at_its_own_address_and_its_browser_may_name_its_origin(
    client: Client, newsletter_list: NewsletterList
) -> None:
    response = client.get("/newsletter/subscribe/?list=duluth-letter")

    page = response.content.decode()
    assert 'value="duluth-letter"' in page
    assert newsletter_wording(newsletter_list) in page
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_the_box_of_the_consult_form_asks_the_same_question(
    client: Client, clinic: Clinic, newsletter_list: NewsletterList
) -> None:
    request = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "email": "jo@example.com", "newsletter": "on"}

    client.post("/consult-requests/", request)

    assert Subscription.objects.get().state == "requested"
    assert Delivery.objects.filter(template="newsletter_confirm").count() == 1
    assert ConsentRecord.objects.get(purpose="newsletter").subscription == Subscription.objects.get()
    assert OutboxEvent.objects.filter(type="subscriber.requested").count() == 1
