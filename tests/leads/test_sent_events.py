"""Every event that is sent, from its cause to the bytes at a receiver, held against the schema that is published."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from integrations.delivery import deliver_due
from integrations.models import Delivery, Endpoint
from integrations.trial_event import send_trial_event
from leads.appointments import set_appointment
from leads.assignment import assign_lead
from leads.calls.by_staff import log_call_made
from leads.erasing.erasure import erase_person
from leads.event_schemas.fragments import DATA_CLASS
from leads.event_schemas.schemas import DESCRIBED, schema_of
from leads.models import Lead, NewsletterList, Stage, Subscription
from leads.newsletter.leaving import suppress_all, unsubscribe
from leads.newsletter.subscribing import confirm
from leads.people.details import change_person, fingerprint
from leads.people.merging import merge_people
from leads.people.unmerging import undo_merge
from leads.pipeline import move_lead
from leads.private_link.changes import ask_for_erasure
from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, HomePage
from staff.models import StaffUser
from tests.event_schemas import BY_TYPE, faults
from tests.receiver import Receiver

pytestmark = pytest.mark.django_db


def ask(client: Client, clinic: Clinic, **values: str) -> Lead:
    form = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "email": "jo@example.com", "message": "My back."} | values
    assert client.post("/consult-requests/", form).status_code == 303
    return Lead.objects.latest("pk")


def lead_is_worked(lead: Lead, coordinator: StaffUser, *, at: datetime) -> None:
    for owner in (coordinator, None):
        assign_lead(lead, to=owner, actor=coordinator, version=lead.version, at=at)
    for starts_at in (at + timedelta(days=3), at + timedelta(days=4), None):
        set_appointment(lead, starts_at=starts_at, version=lead.version, at=at)
    lost, first = Stage.objects.first_lost(), Stage.objects.first_of_pipeline()
    assert lost
    move_lead(lead, to=lost, actor=coordinator, version=lead.version, at=at, lost_reason="cost")
    move_lead(lead, to=first, actor=coordinator, version=lead.version, at=at)
    log_call_made(lead, outcome="reached", actor=coordinator, at=at)


def person_is_known_better(lead: Lead, other: Lead, coordinator: StaffUser, *, at: datetime) -> None:
    seen = [fingerprint(lead.person)]
    change_person(lead.person_id, values={"phone": "+12185550123", "state": "MN"}, seen=seen, at=at)
    lead.person.refresh_from_db()
    merge = merge_people(lead.person, other.person, choices={"email": "kept"}, actor=coordinator, at=at)
    undo_merge(merge, actor=coordinator, at=at)


def newsletters_are_read(client: Client, clinic: Clinic, *, at: datetime) -> None:
    NewsletterList.objects.create(slug="duluth-letter", name="The Duluth Letter", clinic=clinic)
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")
    for name in ("duluth-letter", "network-letter"):
        client.post("/newsletter/subscribe/", {"email": "jo@example.com", "list": name, "page": "/clinics/duluth/"})
    letter = Delivery.objects.filter(template="newsletter_confirm").earliest("pk")
    assert letter.letter_values
    confirm(letter.letter_values["confirm_url"].rstrip("/").rpartition("/")[2], confirmed_at=at)
    unsubscribe(Subscription.objects.get(newsletter_list__slug="duluth-letter").pk, unsubscribed_at=at)
    suppress_all("jo@example.com", reason="bounced", at=at)


@pytest.fixture
def _everything_happens(
    client: Client,
    clinic: Clinic,
    home: HomePage,
    coordinator: StaffUser,
    now: datetime,
    clock: Any,
    endpoint: Endpoint,
    token: str,
) -> None:
    lead = ask(client, clinic, phone="(218) 555-0187", preferred_contact="phone", utm_source="leaflet")
    other = ask(client, clinic, full_name="Ann Rowan", email="ann@example.com")
    lead_is_worked(lead, coordinator, at=now)
    person_is_known_better(lead, other, coordinator, at=now)
    call = {"call_id": "CA-17", "from": "anonymous", "to": "+12185550199", "direction": "inbound"}
    client.post(
        "/api/v1/calls",
        call | {"started_at": "2026-03-04T15:58:00Z"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    ask_for_erasure(other.consult_requests.get().pk, at=now)
    # Somebody else: what was told of whom we erase never leaves.
    erase_person(ask(client, clinic, full_name="Lee Ash", email="lee@example.com").person, by=None, at=now)
    newsletters_are_read(client, clinic, at=now)
    for page in (ensure_clinic_page(clinic), home):
        page.save_revision().publish()
    send_trial_event(endpoint, now=now)


@pytest.fixture
def endpoint(make_endpoint: Callable[..., Endpoint], data_class: str) -> Endpoint:
    """Of the network, for everything."""
    return make_endpoint(data_class=data_class, agreement_on_file=True, events=["*"])


def classes_told(value: Any, fragment: Any) -> Iterator[str]:
    """The data classes of the single values of a payload, as its schema says."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from classes_told(inner, fragment.get("properties", {}).get(name) or fragment["additionalProperties"])
    elif isinstance(value, list):
        for inner in value:
            yield from classes_told(inner, fragment["items"])
    else:
        yield fragment[DATA_CLASS]


@pytest.mark.usefixtures("_everything_happens")
@pytest.mark.parametrize(
    ("data_class", "classes"),
    [("reference", {"reference"}), ("health", {"reference", "preference", "contact", "health"})],
)
def test_what_a_receiver_gets_is_what_the_schema_says(crm: Receiver, now: datetime, classes: set[str]) -> None:
    while deliver_due(now=now):
        pass

    received = [event for _, event in crm.deliveries]
    assert set(crm.types) == {each.name for each in DESCRIBED if each.is_sent}
    assert [(event["type"], faults(event)) for event in received if faults(event)] == []
    assert {each for event in received for each in classes_told(event, schema_of(BY_TYPE[event["type"]]))} == classes
    # What is null at times was null and was not.
    owners = [event["data"]["owner"] for event in received if event["type"] == "lead.assigned"]
    assert [bool(owner) for owner in owners] == [True, False]
    for name in ("page.published", "subscriber.requested"):
        clinics = [event["data"]["clinic"] for event in received if event["type"] == name]
        assert {clinic and clinic["slug"] for clinic in clinics} == {"duluth", None}
