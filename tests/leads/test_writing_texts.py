"""A coordinator texts a lead: consent, quiet hours, the provider's answer."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Delivery
from leads.consents_in_force import consents_in_force, withdraw_consents
from leads.messages.outcomes import shown_messages
from leads.models import Lead, Message
from leads.people.do_not_contact import set_do_not_contact
from sites.models import Clinic, ClinicPhone
from tests.carrier import Carrier

MakeLead = Callable[..., Lead]

OURS, THEIRS = "+12185550100", "+12185550187"
ENDING = "\nNorthlight Duluth. Reply STOP to opt out."

pytestmark = pytest.mark.usefixtures("carrier")


@pytest.fixture
def lead(
    clinic: Clinic, make_lead: MakeLead, agree_to_texts: Any, now: datetime, clock: time_machine.Traveller
) -> Lead:
    """Of somebody who agreed to texts, at a clinic with a number for them."""
    ClinicPhone.objects.create(clinic=clinic, kind="sms", number=OURS)
    lead = make_lead(clinic)
    agree_to_texts(lead, at=now)
    return lead


def address_of(lead: Lead) -> str:
    return reverse("leads:write_text", args=[lead.pk])


def write(client: Client, lead: Lead, *, do: str = "send", **values: Any) -> Any:
    return client.post(address_of(lead), {"body": "When may I call?", "key": str(uuid.uuid4()), "do": do} | values)


def test_a_text_reaches_the_provider_as_documented(signed_in: Client, lead: Lead, carrier: Carrier) -> None:
    preview = write(signed_in, lead, do="preview").content.decode()
    write(signed_in, lead)
    deliver_due(now=timezone.now())

    assert carrier.texts == [{"To": THEIRS, "From": OURS, "Body": f"When may I call?{ENDING}"}]
    assert f"When may I call?{ENDING}" in preview
    assert shown_messages(lead)[0].state == "sent"


def test_only_the_first_text_says_who_writes_and_how_to_end_it(signed_in: Client, lead: Lead, carrier: Carrier) -> None:
    for body in ("First.", "Second."):
        write(signed_in, lead, body=body)
        deliver_due(now=timezone.now())

    assert [text["Body"] for text in carrier.texts] == [f"First.{ENDING}", "Second."]


def test_over_https_the_provider_is_told_where_to_report(
    signed_in: Client, lead: Lead, carrier: Carrier, settings: Any
) -> None:
    settings.BASE_URL = "https://clinics.example.com"
    write(signed_in, lead)
    deliver_due(now=timezone.now())

    assert carrier.texts[0]["StatusCallback"] == "https://clinics.example.com/hooks/twilio/sms/status/"


def withdraw(lead: Lead) -> None:
    withdraw_consents(consents_in_force(lead.person).values(), at=timezone.now())


def forbid(lead: Lead) -> None:
    set_do_not_contact(lead.person, channels=["sms"], source="staff", actor=None, at=timezone.now())


def forget_number(lead: Lead) -> None:
    lead.person.phone = ""
    lead.person.save()


def give_up_own_number(lead: Lead) -> None:
    ClinicPhone.objects.filter(kind="sms").delete()


@pytest.mark.parametrize("refusing", [withdraw, forbid, forget_number, give_up_own_number])
def test_who_may_not_be_texted_is_not(signed_in: Client, lead: Lead, refusing: Callable[[Lead], None]) -> None:
    refusing(lead)

    assert 'role="alert"' in signed_in.get(address_of(lead)).content.decode()
    assert write(signed_in, lead).status_code == 409
    assert not Message.objects.exists()


def test_texts_that_are_switched_off_are_refused(signed_in: Client, lead: Lead, settings: Any) -> None:
    settings.SMS_PROVIDER = ""

    assert write(signed_in, lead).status_code == 409


@pytest.mark.parametrize("refusing", [withdraw, forbid])
def test_a_text_that_waits_is_not_sent_when_they_said_no_meanwhile(
    signed_in: Client, lead: Lead, carrier: Carrier, refusing: Callable[[Lead], None]
) -> None:
    write(signed_in, lead)
    refusing(lead)

    deliver_due(now=timezone.now())

    assert carrier.texts == []
    assert shown_messages(lead)[0].has_failed


def test_in_quiet_hours_a_text_is_offered_for_the_morning_and_waits_for_it(
    signed_in: Client, lead: Lead, carrier: Carrier, clock: time_machine.Traveller, now: datetime
) -> None:
    clock.move_to(now + timedelta(hours=12))  # 22:00 in Duluth
    morning = datetime.fromisoformat("2026-03-05T09:00:00-06:00")

    offer = write(signed_in, lead)
    unsent = Message.objects.count()
    agreed = write(signed_in, lead, send_at=offer.context["waits_until"].isoformat())

    assert (offer.status_code, unsent) == (409, 0)
    assert offer.context["waits_until"] == morning
    assert "10 p.m." in offer.content.decode()
    assert agreed.status_code == 302
    assert Delivery.objects.get(channel="sms").next_attempt_at == morning
    assert deliver_due(now=timezone.now()) == 0
    assert deliver_due(now=morning) == 1
    assert len(carrier.texts) == 1


def test_a_retry_does_not_wake_anybody(
    signed_in: Client, lead: Lead, carrier: Carrier, clock: time_machine.Traveller
) -> None:
    write(signed_in, lead)
    clock.move_to(datetime.fromisoformat("2026-03-04T20:59:58-06:00"))
    carrier.refuses(503, code=0)
    deliver_due(now=timezone.now())
    clock.move_to(datetime.fromisoformat("2026-03-04T21:10:00-06:00"))
    carrier.status = 201
    deliver_due(now=timezone.now())

    delivery = Delivery.objects.get(channel="sms")
    assert carrier.texts == []
    assert delivery.state == "pending"
    assert delivery.next_attempt_at >= datetime.fromisoformat("2026-03-05T09:00:00-06:00")


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (400, 21610, "failed"),
        (400, 21614, "failed"),
        (400, 21211, "failed"),
        (400, 99999, "failed"),
        (429, 20429, "pending"),
        (401, 20003, "pending"),
        (400, 21611, "pending"),
        (500, 0, "pending"),
    ],
)
def test_what_the_provider_refuses_for_good_is_not_tried_again(
    signed_in: Client, lead: Lead, carrier: Carrier, status: int, code: int, state: str
) -> None:
    write(signed_in, lead, body="about the migraine")
    carrier.refuses(status, code=code)
    deliver_due(now=timezone.now())

    delivery = Delivery.objects.get(channel="sms")
    attempt = delivery.attempts.get()
    assert delivery.state == state
    assert "migraine" not in attempt.reason + attempt.response_excerpt
    assert THEIRS not in attempt.reason


def test_the_same_form_twice_is_one_text(signed_in: Client, lead: Lead, carrier: Carrier) -> None:
    key = str(uuid.uuid4())

    for _ in range(2):
        write(signed_in, lead, key=key)
    while deliver_due(now=timezone.now()):
        pass

    assert len(carrier.texts) == Message.objects.count() == 1
