"""One person, one lead; what agrees in part is a hint; and a stranger learns nothing."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.matching import are_alike, possible_duplicates
from leads.models import Lead, Person, Stage
from sites.models import Clinic

MakeLead = Callable[..., Lead]
TYPED = {
    "full_name": "Jo Marlowe",
    "email": "jo@example.com",
    "phone": "(218) 555-0187",
    "message": "My back.",
}


def send(client: Client, clinic: Clinic, **values: str) -> Any:
    return client.post("/consult-requests/", TYPED | {"clinic": clinic.slug} | values)


@pytest.mark.django_db(transaction=True)
def test_requests_of_one_person_at_once_under_keys_of_their_own_make_one_lead(clinic: Clinic) -> None:
    Stage.objects.get_or_create(slug="new", defaults={"name": "New", "position": 1, "kind": "open"})
    callers = 4
    barrier, statuses = threading.Barrier(callers), []

    def press(number: int) -> None:
        client = Client()
        barrier.wait()
        try:
            answer = send(client, clinic, submission_key=f"key-{number}", message=f"My back, {number}.")
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[number]) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [303] * callers
    assert (Lead.objects.count(), Person.objects.count()) == (1, 1)
    assert Lead.objects.get().consult_requests.count() == callers


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"full_name": "Ana Marlowe", "email": ""}, "Same phone, other name: maybe one household"),
        ({"full_name": "Ana Marlowe", "phone": ""}, "Same e-mail, other name: maybe one household"),
        ({"full_name": "marlowe, JO", "email": ""}, "Same phone, same name: maybe the same person"),
        ({"full_name": "Jo Marlow", "phone": ""}, "Same e-mail, very similar name: maybe the same person"),
        ({"full_name": "Jó Marlowe"}, "Same phone and e-mail, same name: maybe the same person"),
    ],
)
def test_what_agrees_in_part_is_a_hint_in_words(
    clinic: Clinic, make_lead: MakeLead, values: dict[str, str], reason: str
) -> None:
    lead = make_lead(clinic)
    other = make_lead(clinic, **values)

    (found,) = possible_duplicates(lead)

    assert (found.lead, found.reason) == (other, reason)


def test_another_extension_is_said(clinic: Clinic, make_lead: MakeLead) -> None:
    lead, other = make_lead(clinic, email=""), make_lead(clinic, email="")
    Person.objects.filter(pk=other.person_id).update(phone_extension="7")

    assert possible_duplicates(lead)[0].reason.startswith("Same phone, other extension")


def test_no_hint_crosses_clinics_leaves_quarantine_or_needs_only_a_name(
    clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    lead = make_lead(clinic)
    make_lead(other_clinic)
    make_lead(clinic, quarantine_reason="honeypot")
    make_lead(clinic, email="else@example.com", phone="+12185550111")
    nobody = make_lead(clinic, email="", phone="")

    assert possible_duplicates(lead) == []
    assert possible_duplicates(nobody) == []


def test_the_lead_page_links_the_hints_with_the_same_number_of_queries_however_many(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead
) -> None:
    lead = make_lead(clinic)
    other = make_lead(clinic, full_name="Ana Marlowe")
    url = f"/admin/leads/{lead.pk}/"
    assert f"/admin/leads/{other.pk}/" in signed_in.get(url).content.decode()
    with CaptureQueriesContext(connection) as with_one:
        signed_in.get(url)
    for number in range(8):
        make_lead(clinic, full_name=f"Kim {number}")

    with CaptureQueriesContext(connection) as with_nine:
        page = signed_in.get(url).content.decode()

    assert "maybe one household" in page
    assert len(with_nine) == len(with_one)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jo Marlowe", "jo  marlowe", True),
        ("José Núñez", "Jose Nunez", True),
        ("Jon Marlowe", "John Marlow", True),
        ("Jo Marlowe", "Ana Marlowe", False),
        ("Kim Li", "Tim Lo", False),
        ("", "Jo", False),
        ("李娜", "李娜", True),
    ],
)
def test_names_are_alike_without_accents_case_and_order(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) == alike


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("(218) 555-0187 ext. 42", "+12185550187", "42"),
        ("+44 20 7946 0958", "+442079460958", ""),
        ("+52 55 1234 5678 x9", "+525512345678", "9"),
        ("011 44 20 7946 0958", "+442079460958", ""),
    ],
)
def test_a_number_of_any_country_is_kept_as_it_is_dialled_and_as_it_was_typed(
    client: Client, clinic: Clinic, typed: str, e164: str, extension: str
) -> None:
    assert send(client, clinic, phone=typed).status_code == 303

    person = Person.objects.get()
    assert (person.phone, person.phone_extension) == (e164, extension)
    assert Lead.objects.get().consult_requests.get().phone_typed == typed


def test_no_answer_header_or_amount_of_work_tells_whether_somebody_is_known(
    client: Client, clinic: Clinic, make_lead: MakeLead, clock: Any
) -> None:
    send(client, clinic, full_name="Warm Up", email="warm@example.com")
    known = make_lead(clinic, full_name="Known Person", email="known@example.com", phone="+12185550123")
    answers = {}
    for name, values in {
        "stranger": {"full_name": "New Person", "email": "new@example.com", "phone": "(218) 555-0199"},
        "known": {"full_name": "Known Person", "email": "known@example.com", "phone": "(218) 555-0123"},
    }.items():
        with CaptureQueriesContext(connection) as statements:
            answer = send(client, clinic, **values)
        headers = {key: value for key, value in answer.headers.items() if key != "X-Request-ID"}
        answers[name] = (answer.status_code, headers, answer.content, answer.cookies.output()), len(statements)

    assert answers["stranger"][0] == answers["known"][0]
    assert abs(answers["stranger"][1] - answers["known"][1]) <= 3
    assert Lead.objects.filter(pk=known.pk, consult_requests__message__isnull=False).count() == 2, "it was joined"


def test_one_who_was_lost_or_asked_long_ago_is_a_new_lead_and_a_hint(
    client: Client, clinic: Clinic, make_lead: MakeLead, clock: Any
) -> None:
    old = make_lead(clinic)
    Lead.objects.filter(pk=old.pk).update(last_requested_at=old.created_at - timedelta(days=31))

    send(client, clinic)

    new = Lead.objects.exclude(pk=old.pk).get()
    assert [each.lead for each in possible_duplicates(new)] == [old]


def test_the_page_after_sending_says_nothing_about_anybody(client: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    make_lead(clinic)
    location = send(client, clinic)["Location"]

    page = client.get(location).content.decode()

    assert not re.search(r"Marlowe|jo@example|0187|[0-9a-f]{8}-[0-9a-f]{4}-7", page)
