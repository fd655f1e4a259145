"""What a consult request leaves behind, through the door that visitors use."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from integrations.models import Delivery, OutboxEvent
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent, Person, Stage
from sites.models import Clinic

pytestmark = pytest.mark.django_db


def typed(clinic: Clinic, /, **values: str) -> dict[str, str]:
    """What a visitor types, without anything that script would add."""
    return {
        "clinic": clinic.slug,
        "full_name": "Jo Marlowe",
        "email": "jo@example.com",
        "phone": "(218) 555-0187 ext. 3",
        "message": "My back, for two years.",
    } | values


def send(client: Client, clinic: Clinic, /, **values: str) -> Any:
    return client.post("/consult-requests/", typed(clinic, **values))


def test_a_request_is_answered_with_a_thank_you_page_that_knows_no_name(client: Client, clinic: Clinic) -> None:
    response = send(client, clinic)

    assert response.status_code == 303
    assert response["Location"] == "/consult-requests/received/duluth/"
    assert "Jo" not in client.get(response["Location"]).content.decode()


def test_one_request_leaves_a_person_a_lead_its_consents_a_timeline_and_events(client: Client, clinic: Clinic) -> None:
    send(client, clinic, consent_sms="on")

    lead = Lead.objects.get()
    assert (lead.clinic, lead.person.clinic, lead.stage.slug) == (clinic, clinic, "new")
    assert (lead.person.phone, lead.person.phone_extension) == ("+12185550187", "3")
    request = lead.consult_requests.get()
    assert (request.message, request.phone_typed) == ("My back, for two years.", "(218) 555-0187 ext. 3")
    consents = {consent.purpose: consent.granted for consent in ConsentRecord.objects.all()}
    assert consents == {"contact": False, "sms": True}
    assert [event.kind for event in LeadEvent.objects.all()] == ["request_received"]
    assert [event.type for event in OutboxEvent.objects.all()] == ["lead.created", "consult_request.received"]


def test_the_consent_keeps_the_exact_words_that_were_shown(client: Client, clinic: Clinic) -> None:
    clinic.consent_sms_text = "Northlight may text me."
    clinic.save()

    send(client, clinic, consent_sms="on", page="/clinics/duluth/")

    consent = ConsentRecord.objects.get(purpose="sms")
    assert (consent.wording, consent.page) == ("Northlight may text me.", "/clinics/duluth/")


def test_the_message_is_not_readable_in_the_database(client: Client, clinic: Clinic) -> None:
    from django.db import connection

    send(client, clinic)

    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM leads_consultrequest")
        message = cursor.fetchone()[0]
        cursor.execute("SELECT bodies FROM integrations_outboxevent")
        bodies = "".join(row[0] for row in cursor.fetchall())
    assert message
    assert "two years" not in message + bodies  # with a space, which no ciphertext holds by chance
    assert "Marlowe" not in bodies


def test_a_second_click_makes_no_second_lead(client: Client, clinic: Clinic) -> None:
    first = send(client, clinic)
    second = send(client, clinic)

    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert ConsultRequest.objects.count() == Lead.objects.count() == 1
    assert OutboxEvent.objects.count() == 2


def test_the_same_key_with_other_content_is_refused_and_changes_nothing(client: Client, clinic: Clinic) -> None:
    send(client, clinic, submission_key="k-1")

    response = send(client, clinic, submission_key="k-1", message="Something else.")

    assert response.status_code == 422
    assert b"Something else." in response.content
    assert ConsultRequest.objects.get().message == "My back, for two years."


def test_the_same_content_is_a_new_request_after_ten_minutes(client: Client, clinic: Clinic, clock: Any) -> None:
    send(client, clinic)
    clock.shift(11 * 60)

    send(client, clinic)

    assert ConsultRequest.objects.count() == 2
    assert Lead.objects.count() == 1, "the same person's open lead is raised, not doubled"


def test_somebody_else_with_the_same_phone_gets_a_lead_of_their_own(client: Client, clinic: Clinic) -> None:
    send(client, clinic)

    send(client, clinic, full_name="Ana Marlowe")

    assert Lead.objects.count() == Person.objects.count() == 2


def test_the_same_person_at_another_clinic_is_another_person(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    send(client, clinic)
    send(client, other_clinic)

    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"full_name": " "}, "Tell us your name"),
        ({"phone": "", "email": ""}, "Leave a phone number or an e-mail address"),
        ({"phone": "218 555"}, "ten digits in all"),
        ({"email": "jo@"}, "Finish the e-mail address"),
        ({"clinic": "nowhere"}, "Choose a clinic"),
        ({"message": "x" * 5_001}, "at most 5000 characters"),
        ({"full_name": "Jo\x00"}, "Null characters are not allowed"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_stored(
    client: Client, clinic: Clinic, values: dict[str, str], complaint: str
) -> None:
    assert send(client, clinic).status_code == 303, "the same form without the fault is taken"
    before = ConsultRequest.objects.count()

    response = send(client, clinic, **values)

    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert ConsultRequest.objects.count() == before


def test_a_filled_honeypot_goes_to_quarantine_and_tells_nobody(client: Client, clinic: Clinic) -> None:
    response = send(client, clinic, website="https://spam.example.com")

    assert response.status_code == 303, "a suspect learns nothing from the answer"
    assert Lead.objects.count() == 0
    assert Lead.including_quarantine.get().quarantine_reason == "honeypot"
    assert not OutboxEvent.objects.exists()
    assert not Delivery.objects.exists()


def test_a_paused_clinic_says_so_and_stores_nothing(client: Client, clinic: Clinic) -> None:
    clinic.status = Clinic.Status.PAUSED
    clinic.save()

    response = send(client, clinic)

    assert response.status_code == 409
    assert not ConsultRequest.objects.exists()


def test_a_post_from_another_site_is_refused(client: Client, clinic: Clinic) -> None:
    refused = client.post("/consult-requests/", typed(clinic), headers={"Sec-Fetch-Site": "cross-site"})
    taken = client.post("/consult-requests/", typed(clinic), headers={"Sec-Fetch-Site": "same-origin"})

    assert (refused.status_code, taken.status_code) == (403, 303)


def test_over_the_limit_the_answer_is_429_with_a_phone_number(client: Client, clinic: Clinic, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [send(client, clinic, full_name=f"Jo {number}").status_code for number in range(21)]

    assert answers == [303] * 20 + [429]


def test_a_request_needs_at_most_fifteen_statements(
    client: Client, clinic: Clinic, django_assert_max_num_queries: Any
) -> None:
    send(client, clinic, email="earlier@example.com")  # a process reads a clinic's hours once

    with django_assert_max_num_queries(15):
        send(client, clinic)


def test_the_database_refuses_a_lead_at_another_clinic_than_its_persons(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    send(client, clinic)
    lead = Lead.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(clinic=other_clinic)
        from django.db import connection

        connection.check_constraints()


def test_the_database_refuses_to_move_a_person_away_from_their_leads(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    from django.db import connection

    send(client, clinic)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(clinic=other_clinic)
        connection.check_constraints()


def test_evidence_cannot_be_changed_row_by_row(client: Client, clinic: Clinic) -> None:
    send(client, clinic)
    request = ConsultRequest.objects.get()
    request.full_name = "Somebody Else"

    with pytest.raises(TypeError):
        request.save()
    with pytest.raises(TypeError):
        request.delete()
    assert Stage.objects.count() == 8
