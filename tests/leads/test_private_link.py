"""The private link: from the letter to what it changes, and what it tells nobody."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.logging import configure_logging
from integrations.delivery import deliver_due
from integrations.models import Delivery, OutboxEvent
from leads.models import ConsentRecord, ConsultRequest, ErasureRequest, Lead, LeadEvent, Person, Stage
from leads.people.do_not_contact import in_force
from leads.pipeline import move_lead
from leads.private_link.changes import CHANGES_A_DAY, ask_for_erasure, stop_texts
from leads.private_link.tokens import LIFETIME, private_token
from sites.models import Clinic
from tests.contract import assert_contract
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TYPED = {
    "full_name": "Jo Marlowe",
    "email": "jo@example.com",
    "phone": "(218) 555-0187",
    "message": "My back, for two years.",
    "consent_sms": "on",
    "consent_contact": "on",
}


def deliver() -> list[Any]:
    before = len(mail.outbox)
    while deliver_due(now=timezone.now()):
        pass
    return mail.outbox[before:]


def ask(client: Client, clinic: Clinic, **values: str) -> str:
    """Sends a request and returns the path of the link in the letter that comes."""
    assert client.post("/consult-requests/", TYPED | {"clinic": clinic.slug} | values).status_code == 303
    (letter,) = [each for each in deliver() if each.to == ["jo@example.com"]]
    (url,) = [line for line in letter.body.splitlines() if "/my-request/" in line]
    return url.removeprefix("http://localhost")


@pytest.fixture
def link(client: Client, clinic: Clinic) -> str:
    return ask(client, clinic)


def press(client: Client, link: str, do: str, **values: str) -> Any:
    return client.post(link, {"do": do, **values})


def lead() -> Lead:
    return Lead.objects.select_related("person", "stage").get()


def kinds() -> list[str]:
    return [event.kind for event in LeadEvent.objects.order_by("occurred_at", "pk")]


# ---- what the page shows ----


def test_the_link_holds_nothing_about_the_person_and_shows_too_little_to_learn_from(client: Client, link: str) -> None:
    page = client.get(link)

    html = page.content.decode()
    for secret in ("Marlowe", "jo@example.com", "555-0187", "5550187", "back", str(lead().pk), str(lead().person_id)):
        assert secret not in html
        assert secret not in link
    assert "ends in 87" in html
    assert "j•••@e•••.com" in html


def test_the_page_is_kept_by_nobody_and_sends_no_referrer(client: Client, link: str) -> None:
    for page in (
        client.get(link),
        press(client, link, "texts"),
        client.get(f"{link[:-1]}x/"),
        press(client, link, "?"),
    ):
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page["X-Robots-Tag"]
        assert not page.cookies


def test_reading_changes_nothing(client: Client, link: str) -> None:
    def everything() -> list[Any]:
        models = (Lead, Person, LeadEvent, ConsentRecord, OutboxEvent, Delivery, ErasureRequest)
        return [list(model._base_manager.order_by("pk").values()) for model in models]

    before = everything()

    client.get(link)
    client.get(f"{link}?done=withdraw")
    client.get(f"{link}?do=withdraw")
    client.head(link)

    assert everything() == before


def test_the_page_costs_eight_queries_at_most(client: Client, link: str, django_assert_max_num_queries: Any) -> None:
    client.get(link)

    with django_assert_max_num_queries(8):
        client.get(link)


def test_the_page_is_in_the_language_of_the_request(client: Client, clinic: Clinic) -> None:
    link = ask(client, clinic, language="es")

    html = client.get(link).content.decode()

    assert '<html lang="es"' in html
    assert "Su solicitud" in html
    assert "Your request" not in html
    assert link.endswith("?language=es")


# ---- what it changes ----


def test_a_corrected_number_replaces_the_stored_one_and_the_old_one_is_kept_encrypted(
    client: Client, link: str, clinic: Clinic
) -> None:
    answer = press(client, link, "contact", phone="218 555 0123 ext. 4", email="New@Example.com")

    assert (answer.status_code, answer["Location"].partition("?")[2]) == (303, "done=contact")
    person = lead().person
    assert (person.phone, person.phone_extension, person.email) == ("+12185550123", "4", "new@example.com")
    event = LeadEvent.objects.get(kind="contact_corrected")
    assert "(218) 555-0187" in event.text
    assert "jo@example.com" in event.text
    assert event.data == {"changed": ["phone", "email"]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, data FROM leads_leadevent")
        assert "0187" not in str(cursor.fetchall())
    assert ConsultRequest.objects.get().email == "jo@example.com", "what was sent stays as it was sent"
    (alert,) = deliver()
    assert alert.to == ["intake-duluth@example.com"]
    assert "0123" not in alert.body
    assert f"/admin/leads/{lead().pk}/" in alert.body


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"phone": "555", "email": ""}, "ten digits in all"),
        ({"phone": "", "email": "jo@"}, "Finish the e-mail address"),
        ({"phone": "", "email": ""}, "Write the new phone number"),
        ({}, "Write the new phone number"),
        ({"phone": "\x00"}, "Null characters"),
    ],
)
def test_a_bad_correction_is_named_and_changes_nothing(
    client: Client, link: str, typed: dict[str, str], complaint: str
) -> None:
    answer = press(client, link, "contact", **typed)

    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert lead().person.phone == "+12185550187"


def test_how_and_when_to_be_reached_can_be_chosen(client: Client, link: str) -> None:
    press(client, link, "reach", preferred_contact="email", best_time="evening")

    person = lead().person
    assert (person.preferred_contact, person.best_time) == ("email", "evening")
    assert "channel_chosen" in kinds()


@pytest.mark.parametrize("typed", [{"preferred_contact": "pigeon"}, {"best_time": "x" * 100}])
def test_a_choice_that_is_none_is_refused(client: Client, link: str, typed: dict[str, str]) -> None:
    assert press(client, link, "reach", **typed).status_code == 422
    assert "channel_chosen" not in kinds()


def test_no_more_texts_adds_a_record_with_the_words_that_were_agreed_to(client: Client, link: str) -> None:
    press(client, link, "texts")

    given, taken_back = ConsentRecord.objects.filter(purpose="sms").order_by("recorded_at", "pk")
    assert (given.granted, taken_back.granted) == (True, False)
    assert (given.wording, given.wording_version) == (taken_back.wording, taken_back.wording_version)
    assert "Stop text messages" not in client.get(link).content.decode()


def test_withdrawing_closes_the_lead_ends_consents_and_stops_mails(client: Client, clinic: Clinic) -> None:
    link = ask(client, clinic)
    client.post("/consult-requests/", TYPED | {"clinic": clinic.slug, "message": "One thing more."})
    assert Delivery.objects.filter(channel="email", state="pending").count() == 1

    press(client, link, "withdraw")

    withdrawn = lead()
    assert (withdrawn.stage.slug, withdrawn.lost_reason, withdrawn.is_open()) == ("lost", "withdrawn", False)
    assert {each.granted for each in ConsentRecord.objects.order_by("recorded_at", "pk")[4:]} == {False}
    assert [each.to for each in deliver()] == [["intake-duluth@example.com"]] * 2, (
        "the second request's alert, and this"
    )
    html = client.get(link).content.decode()
    assert "Your request is withdrawn" in html
    assert 'value="contact"' not in html


def test_a_withdrawn_request_changes_no_more(client: Client, link: str) -> None:
    press(client, link, "withdraw")

    press(client, link, "contact", phone="(218) 555-0123")

    assert lead().person.phone == "+12185550187"


def test_who_was_treated_already_stays_won_and_the_clinic_hears_of_the_wish(client: Client, link: str) -> None:
    won = lead()
    move_lead(won, to=Stage.objects.get(slug="treatment-started"), actor=None, version=won.version, at=timezone.now())

    press(client, link, "withdraw")

    assert lead().stage.slug == "treatment-started"
    assert kinds()[-1] == "withdrawn"


def test_a_wish_for_erasure_is_kept_with_its_day_and_withdraws_at_once(
    client: Client, link: str, clinic: Clinic, signed_in: Client
) -> None:
    press(client, link, "erase")

    wish = ErasureRequest.objects.get()
    assert wish.due_date == clinic.local_date(at=timezone.now() + timedelta(days=30))
    assert not lead().is_open()
    assert {"withdrawn", "erasure_requested"} <= set(kinds())
    assert "Asked for erasure" in signed_in.get(f"/admin/leads/{lead().pk}/").content.decode()
    assert 'value="erase"' not in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("do", "values"),
    [
        ("contact", {"phone": "(218) 555-0123"}),
        ("reach", {"preferred_contact": "email"}),
        ("texts", {}),
        ("withdraw", {}),
        ("erase", {}),
    ],
)
def test_doing_it_again_answers_the_same_and_does_nothing_more(
    client: Client, link: str, do: str, values: dict[str, str]
) -> None:
    first = press(client, link, do, **values)
    counted = [model.objects.count() for model in (LeadEvent, ConsentRecord, OutboxEvent, Delivery, ErasureRequest)]

    second = press(client, link, do, **values)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    again = [model.objects.count() for model in (LeadEvent, ConsentRecord, OutboxEvent, Delivery, ErasureRequest)]
    assert again == counted


def test_what_a_link_cannot_do_does_nothing(client: Client, link: str) -> None:
    before = kinds()

    for do in ("", "delete", "contact;drop", "\x00"):
        assert press(client, link, do).status_code == 422
    assert client.put(link).status_code == 405
    assert kinds() == before


# ---- who hears of it ----


def test_receivers_hear_of_changes_as_the_contracts_say(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Any]
) -> None:
    make_endpoint(clinic, data_class="contact", events=["person.updated", "lead.updated"])
    link = ask(client, clinic)

    press(client, link, "contact", phone="(218) 555-0123")
    press(client, link, "erase")
    deliver()

    assert crm.types == ["person.updated", "lead.updated", "lead.updated"]
    assert_contract(crm.event("person.updated"), "person.updated.v1")
    changes = [event["data"]["change"] for _, event in crm.deliveries if event["type"] == "lead.updated"]
    assert changes == ["withdrawn", "erasure_requested"]


def test_a_reference_of_a_change_says_what_and_not_to_what(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Any]
) -> None:
    make_endpoint(clinic, events=["person.updated", "lead.updated"])
    link = ask(client, clinic)

    press(client, link, "contact", phone="(218) 555-0123")
    press(client, link, "withdraw")
    deliver()

    assert_contract(crm.event("person.updated"), "person.updated.reference.v1")
    assert_contract(crm.event("lead.updated"), "lead.updated.v1")


def test_the_link_reaches_the_visitor_and_no_other_receiver(
    client: Client, clinic: Clinic, crm: Receiver, make_endpoint: Callable[..., Any]
) -> None:
    make_endpoint(clinic, data_class="health", agreement_on_file=True)

    link = ask(client, clinic)

    token = link.removeprefix("/my-request/").strip("/")
    assert token not in json.dumps(crm.deliveries)
    assert all(token not in each.body for each in mail.outbox if each.to != ["jo@example.com"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter_values FROM integrations_delivery")
        assert token not in str(cursor.fetchall())


# ---- links that open nothing ----


def test_every_useless_link_leads_to_the_same_page(client: Client, link: str, clock: Any) -> None:
    unknown = private_token(lead().person_id, expires_at=timezone.now() + LIFETIME)
    token = link.removeprefix("/my-request/").strip("/")
    clock.shift(LIFETIME + timedelta(seconds=1))
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    other_day = token.replace(token.split(".")[1], "ffffffff")
    answers = {
        name: client.get(f"/my-request/{each}/")
        for name, each in {
            "expired": token,
            "unknown": unknown,
            "forged": forged,
            "other day": other_day,
            "rubbish": "x",
            "long": "x" * 5_000,
            "not ascii": "é.ü.ñ",
            "two dots": "..",
        }.items()
        if each != ".."
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "expired": 410,
        "unknown": 410,
        "forged": 404,
        "other day": 404,
        "rubbish": 404,
        "long": 404,
        "not ascii": 404,
    }
    assert len({answer.content for answer in answers.values()}) == 1
    assert "This link opens nothing" in answers["forged"].content.decode()
    assert "(218) 555-0141" in answers["forged"].content.decode(), "a way on"


def test_a_useless_link_does_nothing(client: Client, link: str, clock: Any) -> None:
    clock.shift(LIFETIME + timedelta(seconds=1))

    assert press(client, link, "withdraw").status_code == 410
    assert lead().is_open()


def test_the_link_works_until_its_last_second(client: Client, link: str, clock: Any) -> None:
    clock.shift(LIFETIME - timedelta(seconds=1))

    assert client.get(link).status_code == 200


def test_a_lead_that_was_held_back_since_has_no_page(client: Client, link: str) -> None:
    Lead.objects.update(quarantine_reason="content")

    assert client.get(link).status_code == 410
    assert press(client, link, "withdraw").status_code == 410


# ---- limits and logs ----


def test_posts_are_limited_by_address_and_changes_by_the_day(client: Client, link: str, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [
        client.post(link, {"do": "contact", "phone": f"(218) 555-01{number:02}"}, REMOTE_ADDR=f"203.0.113.{number}")
        for number in range(CHANGES_A_DAY + 2)
    ]
    assert [answer.status_code for answer in answers] == [303] * CHANGES_A_DAY + [429] * 2

    pressed = [press(client, link, "texts").status_code for _ in range(22)]
    assert pressed[0] == 303, "another button, from another address"
    assert pressed[-1] == 429


@pytest.fixture
def lines() -> Iterator[Callable[[], str]]:
    """What production would log."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    configure_logging(level="DEBUG", as_json=True)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream := io.StringIO())
    yield stream.getvalue
    level, root.handlers[:] = before
    root.setLevel(level)


def test_no_log_line_holds_the_link(client: Client, link: str, lines: Callable[[], str]) -> None:
    client.get(link)
    press(client, link, "contact", phone="(218) 555-0123")
    client.get(link.replace(".", "-"))

    token = link.removeprefix("/my-request/").strip("/")
    assert "my-request/<str:token>/" in lines()
    for part in (token, *token.split("."), "0123"):
        assert part not in lines()


def test_who_stops_texts_or_asks_for_erasure_must_not_be_contacted(
    clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    lead = make_lead(clinic)
    request_id = lead.consult_requests.get().pk
    ConsentRecord.objects.create(
        person=lead.person, purpose="sms", granted=True, wording="Yes.", language="en", recorded_at=now
    )

    stop_texts(request_id, at=now)
    record = in_force(lead.person)
    assert record
    assert (record.channels, record.source) == (["sms"], "link")
    ask_for_erasure(request_id, at=now)

    record = in_force(lead.person)
    assert record
    assert record.channels == ["call", "sms", "email"]
