"""Words that came in by every door there is: once their person is erased, no table, file or cache holds one of them."""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.fernet import InvalidToken
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import CrmConnection, CrmRecord, DeliveryAttempt, Endpoint, OutboxEvent
from leads.calls.by_staff import NextStep, log_call_made
from leads.erasing.erasure import erase_person
from leads.follow_ups import plan_follow_up
from leads.groups import ensure_clinic_managers
from leads.inbound.mail import receive_mail
from leads.messages.reply_addresses import reply_address
from leads.models import ConsultDraft, ConsultRequest, HeldRequest, Lead, Person
from leads.people.households import mark_household
from leads.people.merging import merge_people
from leads.people.unmerging import undo_merge
from leads.pipeline import add_note
from leads.spool.draining import drain
from leads.spool.records import SpooledRequest
from leads.spool.tending import tend
from leads.submission import Submission
from protection.encryption import keyring
from sites.models import Clinic, ClinicPhone, ConsultForm, ConsultQuestion
from sites.phone_numbers import parse_phone_number
from staff.models import StaffUser
from tests.carrier import Carrier, text_in
from tests.integrations.conftest import make_connection
from tests.integrations.crm_fakes.hubspot import FakeHubSpot
from tests.leads.conftest import carrier, coordinator, make_lead, make_staff, make_token
from tests.leads.inbound_hooks import stage_changed, tell
from tests.leads.spool.conftest import away
from tests.receiver import Receiver

__all__ = ["away", "carrier", "coordinator", "make_connection", "make_lead", "make_staff", "make_token"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Each door has words of its own, so that a failure says which.
WORDS = (
    "Xanthippe", "Wolframite", "wolfram.x", "5559731", "555-9731", "avalanche", "sassafrasque", "harpsichord",
    "zeppelin", "molybdenum", "gossamer", "palimpsest", "tourmaline", "bergamot", "quicksilver", "marzipan",
    "hollyhock", "periwinkle", "samovar", "tamarind", "obsidian", "cinnabar", "saffron", "vermilionette", "ocarina",
    "kumquat", "5559732", "555-9732", "Zenobia", "Melchior", "dulcimer", "celadon", "mulberrine", "pistachio",
    "thimble",
)  # fmt: skip
FORM = {
    "full_name": "Xanthippe Wolframite",
    "email": "wolfram.x@example.com",
    "phone": "(218) 555-9731",
    "message": "My knees hurt since the avalanche.",
    "question_how-long": "Since sassafrasque season",
    "best_time": "morning",
    "preferred_contact": "text",
    "consent_contact": "on",
    "consent_sms": "on",
    "page": "/clinics/duluth/?for=harpsichord",
    "block": "zeppelin",
    "page_revision": "molybdenum",
    "first_touch": json.dumps({"utm_source": "gossamer", "gclid": "palimpsest", "landing_page": "/tourmaline/"}),
    "utm_campaign": "bergamot",
}
TOKEN = re.compile(r"gAAAA[\w-]{60,}={0,2}")
NEVER = threading.Event()


def cells() -> Iterator[str]:
    """Every cell of every table as text, what is encrypted in it opened."""
    quote_name = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {quote_name(table)}")
            for row in cursor.fetchall():
                for cell in row:
                    text = bytes(cell).decode(errors="replace") if isinstance(cell, memoryview | bytes) else str(cell)
                    yield f"{table}: {text}"
                    yield from (f"{table}, encrypted: {opened}" for opened in map(opened_token, TOKEN.findall(text)))


def opened_token(token: str) -> str:
    try:
        return keyring().decrypt(token).decode()
    except InvalidToken:
        return ""


def found(spool: Path) -> dict[str, set[str]]:
    """Word to where it is, in the database, the spool and the cache."""
    places = list(cells())
    places += [f"spool: {name.read_bytes()!r}" for name in spool.rglob("*") if name.is_file()]
    places.append(f"cache: {getattr(cache, '_cache', '')}")
    hits: dict[str, set[str]] = {}
    for word in WORDS:
        for place in places:
            if word.casefold() in place.casefold():
                hits.setdefault(word, set()).add(place.partition(":")[0])
    return hits


def api(client: Client, method: str, path: str, token: str, body: Any, **headers: str) -> Any:
    told = {"Authorization": f"Bearer {token}", **headers}
    call = getattr(client, method)
    return call(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=told)


def deliver() -> None:
    while deliver_due(now=timezone.now()):
        pass


@pytest.fixture
def hubspot(httpserver: Any, crm: Receiver, carrier: Carrier) -> Iterator[FakeHubSpot]:
    """Last, because it hears every path that nobody else does."""
    fake = FakeHubSpot(httpserver)
    yield fake
    assert fake.wrong == []


def test_nothing_that_ever_came_in_is_found_after_erasing(
    client: Client,
    clinic: Clinic,
    coordinator: StaffUser,
    make_staff: Callable[..., StaffUser],
    make_lead: Callable[..., Lead],
    make_endpoint: Callable[..., Endpoint],
    make_token: Callable[..., str],
    make_connection: Callable[..., CrmConnection],
    crm: Receiver,
    carrier: Carrier,
    hubspot: FakeHubSpot,
    away: Any,
    settings: Any,
    clock: Any,
) -> None:
    settings.REPLY_DOMAIN = "reply.example.com"
    ClinicPhone.objects.create(clinic=clinic, kind="sms", number="+12185550100")
    ClinicPhone.objects.create(clinic=clinic, kind="tracking", number="+12185550199")
    endpoint = make_endpoint(clinic, data_class="health", agreement_on_file=True)
    connected = make_connection(clinic, "hubspot", base_url=hubspot.url, credentials={"access_token": hubspot.token})
    token = make_token(
        *("--clinic", clinic.slug, "--data-class", "health", "--agreement-on-file"),
        *(f"--scope={each}" for each in ("consult_requests:write", "calls:write", "people:write", "people:read")),
    )
    definition = ConsultForm.objects.create(name="Knees", clinic=clinic)
    ConsultQuestion.objects.create(form=definition, key="how-long", question="How long?")
    manager = make_staff("clinic-manager", ensure_clinic_managers(clinic))

    # The form, its letter and the private link in it.
    posted = client.post("/consult-requests/", FORM | {"clinic": clinic.slug, "consult_form": str(definition.pk)})
    assert posted.status_code == 303
    lead = Lead.objects.select_related("person").get()
    deliver()
    (link,) = re.findall(r"http://localhost(/my-request/\S+)", "".join(each.body for each in mail.outbox))
    client.post(link, {"do": "contact", "email": "wolfram.x.kumquat@example.com"})
    # The same again by the API, a call, and a correction.
    again = {
        "full_name": "Xanthippe Wolframite",
        "email": "wolfram.x.kumquat@example.com",
        "phone": "(218) 555-9731",
        "message": "The quicksilver feeling again.",
        "best_time": "after marzipan",
        "consent_sms": True,
    }
    asked = api(client, "post", "/consult-requests", token, again, **{"Idempotency-Key": "hollyhock"})
    assert asked.status_code == 201, asked.content
    assert ConsultRequest.objects.get(pk=asked.json()["id"]).lead == lead
    call = {
        "call_id": "periwinkle-1",
        "from": "+12185559731",
        "to": "+12185550199",
        "direction": "inbound",
        "outcome": "missed",
        "started_at": timezone.now().isoformat(),
        "duration_seconds": 12,
        "source": "samovar",
    }
    assert api(client, "post", "/calls", token, call).status_code in {200, 201}
    tag = client.get(f"/api/v1/people/{lead.person_id}", headers={"Authorization": f"Bearer {token}"})["ETag"]
    changed = api(
        client, "patch", f"/people/{lead.person_id}", token, {"best_time": "by tamarind"}, **{"If-Match": tag}
    )
    assert changed.status_code == 200, changed.content
    # Staff: notes, calls, steps, messages either way, a look for the name, a sheet.
    lead.refresh_from_db()
    now = timezone.now()
    add_note(lead, text="They said obsidian.", actor=coordinator, at=now)
    step = NextStep(kind="call", due_at=now + timedelta(days=1), note="Ask about saffron")
    log_call_made(lead, outcome="reached", note="Spoke of cinnabar", next_step=step, actor=coordinator, at=now)
    plan_follow_up(lead, kind="other", due_at=now, note="vermilionette", owner=None, actor=coordinator, at=now)
    client.force_login(manager)
    letter = {"subject": "Your ocarina", "body": "About the ocarina.", "key": str(uuid.uuid4()), "do": "send"}
    client.post(reverse("leads:write_email", args=[lead.pk]), letter)
    client.post(
        reverse("leads:write_text", args=[lead.pk]), {"body": "dulcimer?", "key": str(uuid.uuid4()), "do": "send"}
    )
    head = f"From: wolfram.x@example.com\nTo: {reply_address(lead.pk)}\nSubject: celadon\n\n"
    receive_mail(f"{head}It is celadon again.".encode(), at=now)
    text_in(client, From="+12185559731", To="+12185550100", Body="A mulberrine?", MessageSid="SM77")
    assert lead.messages.count() == 4
    client.get(reverse("leads:index"), {"q": "Wolframite"})
    b"".join(client.get(reverse("leads:export") + "?q=Wolframite").streaming_content)
    # Others: a status update, and answers that repeat what they were told.
    update = stage_changed(lead.pk, "lost", at=now, lost_reason="cost")
    assert tell(client, endpoint, update, message_id="pistachio").status_code in {200, 202, 204}
    deliver()
    DeliveryAttempt.objects.update(response_excerpt="Thanks, Xanthippe")
    assert CrmRecord.objects.filter(connection=connected).count() == 2
    # People: joined, joined and parted again, a household.
    for name, stays in (("Zenobia Wolframite", True), ("Melchior Wolframite", False)):
        twin = make_lead(clinic, full_name=name, phone="+12185559732", email="wolfram.x@example.com", message="thimble")
        merge = merge_people(lead.person, twin.person, choices={"phone": "merged"}, actor=coordinator, at=now)
        if not stays:
            undo_merge(merge, actor=coordinator, at=now)
            parted = twin
    mark_household(Person.objects.get(pk=lead.person_id), parted.person)
    # Without a lead yet: a form saved for later, a request that waits for a clinic, one that was in the spool.
    ConsultDraft.objects.create(
        key_digest="a" * 64,
        clinic=None,
        values={"phone": ["218 555 9731"], "question_how-long": ["sassafrasque"]},
        saved_at=now,
        expires_at=now + timedelta(days=7),
    )
    waiting = Submission(
        full_name="xanthippe  wolframite", phone=parse_phone_number("(218) 555-9731"), message="Since the avalanche"
    )
    spooled = SpooledRequest(clinic_slug=clinic.slug, received_at=now, submission=waiting)
    HeldRequest.objects.create(
        pk=waiting.id, reason="refused", clinic_slug=clinic.slug, record=spooled.as_json(), held_at=now
    )
    tend(NEVER)
    with away():
        client.post("/consult-requests/", FORM | {"clinic": clinic.slug, "email": "", "message": "zeppelin"})
    drain(NEVER)
    in_spool = ConsultRequest.objects.latest("id").lead
    assert in_spool.person_id != lead.person_id
    missing = set(WORDS) - set(found(settings.SPOOL_DIR))
    # What is hashed or never kept in the first place.
    assert missing <= {"hollyhock", "555-9732"}

    for each in (lead, parted, in_spool):
        erase_person(Person.objects.select_related("clinic").get(pk=each.person_id), by=manager, at=timezone.now())

    assert found(settings.SPOOL_DIR) == {}
    deliver()
    assert found(settings.SPOOL_DIR) == {}
    assert crm.types.count("person.erased") == 3
    assert OutboxEvent.objects.filter(type="person.erased").count() == 3
    assert (hubspot.contacts, hubspot.deals) == ([], [])
    assert not CrmRecord.objects.exists()
    for path in (
        reverse("leads:index") + "?view=all",
        reverse("leads:board"),
        reverse("leads:queue"),
        "/admin/leads/erasures/",
    ):
        shown = client.get(path).content.decode()
        assert not [word for word in WORDS if word in shown], path
    page = client.get(reverse("leads:inspect", args=[lead.pk])).content.decode()
    assert not [word for word in WORDS if word in page]
    searched = client.get(reverse("leads:index") + "?q=" + quote("5559731")).content.decode()
    assert str(lead.pk) not in searched
