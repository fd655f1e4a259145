"""Leads that staff enter by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from integrations.models import Delivery, OutboxEvent
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]
ADD = "/admin/leads/add/"


def typed(at: Clinic, **values: Any) -> dict[str, Any]:
    return {
        "clinic": at.pk,
        "full_name": "Sam Okafor",
        "phone": "(218) 555-0110",
        "language": "en",
        "way_in": "referral",
        "message": "Dr. Lind sent her.",
        "submission_key": "a-key",
    } | values


def test_it_comes_in_as_every_request_does_without_letter_alert_or_consent(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser
) -> None:
    answer = signed_in.post(ADD, typed(clinic, email="sam@example.com"))

    lead = Lead.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("leads:inspect", args=[lead.pk]))
    assert lead.answer_due_at is not None
    request = ConsultRequest.objects.get()
    assert (request.source, request.message) == ("staff", "Dr. Lind sent her.")
    entry = lead.events.get(kind=LeadEvent.Kind.REQUEST_RECEIVED)
    assert entry.actor == coordinator
    assert set(OutboxEvent.objects.values_list("type", flat=True)) == {"lead.created", "consult_request.received"}
    assert not ConsentRecord.objects.exists()
    assert not Delivery.objects.exists()
    page = signed_in.get(answer["Location"]).content.decode()
    for words in ("Entered by hand", "Robin Vale", "Referred by another practice"):
        assert words in page, words


def test_possible_duplicates_of_the_clinic_are_offered_before_anything_is_stored(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    known = make_lead(clinic, phone="+12185550110", full_name="Samuel Okafor")
    foreign = make_lead(other_clinic, phone="+12185550110", full_name="Foreign Okafor")

    asked = signed_in.post(ADD, typed(clinic))

    page = asked.content.decode()
    assert asked.status_code == 409
    assert reverse("leads:inspect", args=[known.pk]) in page
    assert str(foreign.pk) not in page
    assert "Foreign Okafor" not in page
    assert "Dr. Lind sent her." in page
    assert Lead.objects.count() == 2

    signed_in.post(ADD, typed(clinic, anyway="1"))

    assert Lead.objects.filter(clinic=clinic).count() == 2


def test_the_same_form_sent_twice_is_one_lead_and_with_other_words_says_so(signed_in: Client, clinic: Clinic) -> None:
    for _ in range(2):
        signed_in.post(ADD, typed(clinic, anyway="1"))

    reused = signed_in.post(ADD, typed(clinic, anyway="1", message="Something else."))

    assert Lead.objects.count() == 1
    assert reused.status_code == 409
    assert "Something else." in reused.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"full_name": ""}, "Enter their name."),
        ({"phone": ""}, "Enter a phone number or an e-mail address."),
        ({"phone": "555"}, "Add the whole phone number"),
        ({"way_in": "fax"}, "fax is not one of the available choices"),
        ({"clinic": "nowhere"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    signed_in: Client, clinic: Clinic, values: dict[str, str], said: str
) -> None:
    answer = signed_in.post(ADD, typed(clinic, **values))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Dr. Lind sent her." in answer.content.decode()
    assert not Lead.objects.exists()


def test_nobody_adds_a_lead_to_a_clinic_that_is_not_theirs(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    page = signed_in.get(ADD).content.decode()
    refused = signed_in.post(ADD, typed(other_clinic))

    assert clinic.name in page
    assert other_clinic.name not in page
    assert refused.status_code == 422
    assert not Lead.objects.exists()


def test_an_editor_of_pages_adds_none(client: Client, editor: StaffUser, clinic: Clinic) -> None:
    client.force_login(editor)

    for answer in (client.get(ADD), client.post(ADD, typed(clinic))):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert not Lead.objects.exists()
