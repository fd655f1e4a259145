"""Where a request came from: what is let through, what is not, and that it never stands in a request's way."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from leads.attribution import attribution_of, click_ids, touch_from_address, touch_from_json, without_click_ids
from leads.models import ConsultRequest, Lead
from sites.models import Clinic

TYPED = {"full_name": "Ines Okafor", "phone": "(218) 555-0177"}
FIRST = {"utm_source": "leaflet", "landing_page": "/articles/sleep/", "referrer_host": "news.example.com"}
LAST = {"utm_source": "google", "utm_campaign": "winter", "gclid": "Cj0KCQiA", "landing_page": "/"}


def test_both_touches_are_kept_as_they_came(client: Client, clinic: Clinic) -> None:
    sent = TYPED | {"clinic": clinic.slug, "first_touch": json.dumps(FIRST), "last_touch": json.dumps(LAST)}

    assert client.post("/consult-requests/", sent).status_code == 303

    stored = ConsultRequest.objects.get()
    assert stored.attribution == {"first": FIRST, "last": LAST}
    assert stored.campaign == {"utm_source": "google", "utm_campaign": "winter"}


def test_fields_of_the_public_interface_come_before_the_last_touch(client: Client, clinic: Clinic) -> None:
    sent = TYPED | {"clinic": clinic.slug, "utm_source": "letter", "last_touch": json.dumps(LAST)}

    client.post("/consult-requests/", sent)

    assert ConsultRequest.objects.get().campaign == {"utm_source": "letter"}


def test_without_script_the_address_of_the_forms_page_says_it(client: Client, clinic: Clinic) -> None:
    shown_at = "http://testserver/clinics/duluth/?utm_source=google&utm_medium=cpc&gclid=abc&name=Ines"

    client.post("/consult-requests/", TYPED | {"clinic": clinic.slug}, headers={"Referer": shown_at})

    expected = {"utm_source": "google", "utm_medium": "cpc", "gclid": "abc", "landing_page": "/clinics/duluth/"}
    assert ConsultRequest.objects.get().attribution == {"last": expected}


def test_an_address_without_a_campaign_says_nothing() -> None:
    assert touch_from_address("http://testserver/clinics/duluth/?page=2") == {}


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "no json",
        "[]",
        "7",
        "[" * 3_000,
        '{"utm_source": 7}',
        '{"utm_source": "' + "x" * 121 + '"}',
        json.dumps({"utm_source": "a" * 4_001}),
        '{"utm_source": "two\\nlines"}',
        '{"utm_source": "nul\\u0000"}',
        '{"unknown": "x"}',
        '{"utm_term": "ines@example.com"}',
        '{"utm_term": "call 218-555-0177"}',
        '{"landing_page": "https://example.com/"}',
        '{"landing_page": "/x?email=a"}',
        '{"referrer_host": "<script>"}',
        '{"referrer_host": "user:pass@example.com"}',
    ],
)
def test_what_does_not_fit_is_left_out_and_refuses_nothing(client: Client, clinic: Clinic, sent: str) -> None:
    assert touch_from_json(sent) == {}
    posted = TYPED | {"clinic": clinic.slug, "first_touch": sent, "last_touch": sent}

    assert client.post("/consult-requests/", posted).status_code == 303
    assert ConsultRequest.objects.get().attribution == {}


TOO_MANY = "http://testserver/?" + "&".join("a=1" for _ in range(60))


@pytest.mark.parametrize("address", ["http://[", "::", TOO_MANY, "\x00"])
def test_a_broken_address_refuses_nothing(client: Client, clinic: Clinic, address: str) -> None:
    assert attribution_of(first="", last="", form_address=address) == {}


def test_click_ids_are_a_persons_and_campaigns_are_not() -> None:
    came_from = {"first": FIRST, "last": LAST}

    assert "gclid" not in str(without_click_ids(came_from))
    assert click_ids(came_from) == {"first": {}, "last": {"gclid": "Cj0KCQiA"}}


def test_the_leads_page_says_it_in_words_without_click_ids(signed_in: Client, client: Client, clinic: Clinic) -> None:
    touches = {"first_touch": json.dumps(FIRST), "last_touch": json.dumps(LAST)}
    client.post("/consult-requests/", TYPED | touches | {"clinic": clinic.slug, "question_how-long": "Since spring"})

    html = signed_in.get(reverse("leads:inspect", args=[Lead.objects.get().pk])).content.decode()

    assert "google / winter, a click on an advertisement, to /" in html
    assert "leaflet, to /articles/sleep/" in html
    assert "Since spring" in html
    assert LAST["gclid"] not in html
