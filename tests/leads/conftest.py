"""Staff of two clinics, and leads made directly in the database."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from leads.groups import ensure_clinic_coordinators, ensure_network_groups
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent, Person, Stage
from sites.groups import ensure_clinic_editors
from sites.models import Clinic
from staff.models import StaffUser
from tests.carrier import ACCOUNT, TOKEN, Carrier


@pytest.fixture
def make_staff(db: None) -> Callable[..., StaffUser]:
    def make(username: str, *groups: Group, **values: Any) -> StaffUser:
        user = get_user_model().objects.create_user(username=username, password="pass-of-a-test", **values)
        user.groups.set(groups)
        return user

    return make


@pytest.fixture
def coordinator(make_staff: Callable[..., StaffUser], clinic: Clinic) -> StaffUser:
    return make_staff("coordinator", ensure_clinic_coordinators(clinic), first_name="Robin", last_name="Vale")


@pytest.fixture
def editor(make_staff: Callable[..., StaffUser], clinic: Clinic) -> StaffUser:
    """Of the clinic's pages; nothing to do with leads."""
    return make_staff("editor", ensure_clinic_editors(clinic, []))


@pytest.fixture
def manager(make_staff: Callable[..., StaffUser]) -> StaffUser:
    return make_staff("manager", ensure_network_groups())


@pytest.fixture
def signed_in(client: Client, coordinator: StaffUser) -> Client:
    """A browser in which the clinic's coordinator is signed in."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def make_lead(db: None, now: datetime) -> Callable[..., Lead]:
    """Makes a lead with a person, one request and its entry in the timeline."""

    def make(clinic: Clinic, *, message: str = "My back, for two years.", **values: Any) -> Lead:
        person = Person.objects.create(
            clinic=clinic,
            full_name=values.pop("full_name", "Jo Marlowe"),
            email=values.pop("email", "jo@example.com"),
            phone=values.pop("phone", "+12185550187"),
            preferred_contact="text",
        )
        defaults = {"stage": Stage.objects.first_of_pipeline(), "created_at": now, "last_requested_at": now}
        lead = Lead.objects.create(person=person, clinic=clinic, **(defaults | values))
        ConsultRequest.objects.create(
            lead=lead,
            submission_key=str(lead.pk),
            digest="",
            requested_at=now,
            full_name=person.full_name,
            email=person.email,
            message=message,
        )
        LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.REQUEST_RECEIVED, occurred_at=now)
        return lead

    return make


@pytest.fixture
def carrier(httpserver: Any, settings: Any) -> Carrier:
    """Twilio on loopback, and texts switched on."""
    carrier = Carrier(httpserver)
    settings.SMS_PROVIDER = "twilio"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_API_URL = ACCOUNT, TOKEN, carrier.url
    return carrier


@pytest.fixture
def agree_to_texts() -> Callable[..., ConsentRecord]:
    """Records that a lead's person agreed to text messages."""

    def agree(lead: Lead, *, at: datetime) -> ConsentRecord:
        words = {"wording": "Yes.", "wording_version": "1", "language": "en"}
        return ConsentRecord.objects.create(person=lead.person, purpose="sms", granted=True, recorded_at=at, **words)

    return agree


@pytest.fixture
def make_token(db: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Makes a token as its owner would, and returns the text that is shown once."""

    def make(*arguments: str, source: str = "spring-campaign") -> str:
        call_command("add_api_token", "--source", source, *arguments)
        return str(json.loads(capsys.readouterr().out)["token"])

    return make


@pytest.fixture
def token(make_token: Callable[..., str], clinic: Clinic) -> str:
    """Of a server, for the one clinic."""
    return make_token("--clinic", clinic.slug)
