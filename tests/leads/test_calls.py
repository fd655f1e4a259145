"""Phone calls that a tracking service tells of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Delivery, Endpoint, OutboxEvent
from leads.models import Call, Lead, LeadEvent, Person
from sites.models import Clinic, ClinicPhone
from tests.contract import assert_contract
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CALLER, TRACKING = "+12185550187", "+12185550199"
CALL = {
    "call_id": "CA-17",
    "from": CALLER,
    "to": TRACKING,
    "direction": "inbound",
    "outcome": "missed",
    "started_at": "2026-03-04T15:58:00Z",
    "duration_seconds": 12,
    "source": "leaflet",
}
STARTED = {name: value for name, value in CALL.items() if name not in {"outcome", "duration_seconds"}}


@pytest.fixture(autouse=True)
def _tracking_number(clinic: Clinic) -> None:
    ClinicPhone.objects.create(clinic=clinic, number=TRACKING, kind="tracking")


def tell(client: Client, token: str, call: dict[str, Any] | None = None, /, **values: Any) -> Any:
    return client.post(
        "/api/v1/calls",
        (CALL if call is None else call) | values,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def timeline_of(client: Client, lead: Lead) -> str:
    return client.get(reverse("leads:inspect", args=[lead.pk])).content.decode()


def stored() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Person, Lead, LeadEvent, Call, OutboxEvent)}


def test_a_call_of_an_unknown_number_is_a_new_lead(client: Client, token: str) -> None:
    response = tell(client, token)

    assert response.status_code == 201
    assert response.json() == {"id": str(Call.objects.get().pk), "status": "received"}
    lead = Lead.objects.get()
    assert (lead.clinic.slug, lead.stage.slug, lead.person.phone, lead.person.full_name) == (
        "duluth",
        "new",
        CALLER,
        "",
    )
    assert lead.events.get().kind == "call"
    assert lead.last_requested_at == datetime.fromisoformat(str(CALL["started_at"]))
    assert [event.type for event in OutboxEvent.objects.all()] == ["lead.created", "call.logged"]


def test_a_call_of_somebody_who_asked_is_an_entry_of_their_lead_and_raises_it(
    client: Client, token: str, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    asked = now - timedelta(days=29)
    lead = make_lead(clinic, phone=CALLER, last_requested_at=asked, created_at=asked)

    tell(client, token)

    lead.refresh_from_db()
    assert Lead.objects.count() == 1
    assert lead.events.filter(kind="call").count() == 1
    assert (lead.last_requested_at, lead.version) == (datetime.fromisoformat(str(CALL["started_at"])), 2)
    assert [event.type for event in OutboxEvent.objects.all()] == ["call.logged"]


def test_of_several_the_newest_lead_has_the_call(
    client: Client, token: str, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    make_lead(clinic, phone=CALLER, last_requested_at=now - timedelta(days=2))
    newest = make_lead(clinic, phone=CALLER, last_requested_at=now - timedelta(days=1))

    tell(client, token)

    assert Call.objects.get().lead == newest


@pytest.mark.parametrize(
    "values",
    [
        {"last_requested_at": datetime.fromisoformat("2026-01-20T12:00:00Z")},
        {"closed_at": datetime.fromisoformat("2026-03-01T12:00:00Z")},
        {"quarantine_reason": "honeypot"},
    ],
    ids=["asked long ago", "closed", "held back"],
)
def test_another_lead_with_the_number_is_left_alone(
    client: Client, token: str, clinic: Clinic, make_lead: Callable[..., Lead], values: dict[str, Any]
) -> None:
    old = make_lead(clinic, phone=CALLER, **values)

    tell(client, token)

    assert Call.objects.get().lead != old
    assert not old.events.filter(kind="call").exists()


def test_a_lead_of_another_clinic_is_never_taken(
    client: Client, token: str, other_clinic: Clinic, make_lead: Callable[..., Lead]
) -> None:
    make_lead(other_clinic, phone=CALLER)

    tell(client, token)

    assert Call.objects.get().lead.clinic.slug == "duluth"


@pytest.mark.parametrize("number", ["", "anonymous", "Restricted", "+266696687", "sip:jo@example.com"])
def test_a_withheld_number_is_a_lead_with_the_call_alone(client: Client, token: str, number: str) -> None:
    assert tell(client, token, {**CALL, "from": number}).status_code == 201
    assert tell(client, token, {**CALL, "from": number, "call_id": "CA-18"}).status_code == 201

    assert Lead.objects.count() == 2, "nobody knows whether they are one person"
    assert {(call.number, call.number_sent) for call in Call.objects.all()} == {("", number)}


def test_the_same_report_again_gets_the_same_answer_and_adds_nothing(client: Client, token: str) -> None:
    first = tell(client, token).json()
    before = stored()

    assert tell(client, token).json() == first
    assert stored() == before


def test_a_call_told_as_it_goes_on_is_one_entry_that_shows_the_latest(
    client: Client, signed_in: Client, token: str
) -> None:
    first = tell(client, token, STARTED).json()
    lead = Lead.objects.get()
    assert "Called (leaflet)" in timeline_of(signed_in, lead)
    assert tell(client, token, STARTED, outcome="answered").json() == first
    assert tell(client, token, STARTED, outcome="answered", duration_seconds=147).json() == first

    assert [call.state for call in Call.objects.all()] == ["started", "answered", "finished"]
    assert LeadEvent.objects.count() == 1
    page = timeline_of(signed_in, lead)
    assert "Answered call, 2:27 (leaflet)" in page
    assert "Called (leaflet)" not in page
    lead.refresh_from_db()
    assert lead.version == 1, "told again is not called again"


def test_a_report_that_comes_late_and_knows_less_changes_nothing(client: Client, token: str) -> None:
    first = tell(client, token).json()
    before = stored()

    assert tell(client, token, STARTED).json() == first
    assert tell(client, token, STARTED, outcome="answered").json() == first
    assert stored() == before


@pytest.mark.parametrize(
    "other",
    [{"outcome": "answered"}, {"duration_seconds": 13}, {"from": "+12185550188"}, {"direction": "outbound"}],
    ids=str,
)
def test_other_content_under_the_id_of_a_finished_call_is_refused(
    client: Client, token: str, clinic: Clinic, other: dict[str, Any]
) -> None:
    ClinicPhone.objects.create(clinic=clinic, number=CALLER, kind="tracking")
    tell(client, token)
    before = stored()

    response = tell(client, token, CALL | other)

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert stored() == before


def test_call_ids_of_two_services_do_not_meet(client: Client, token: str, make_token: Callable[..., str]) -> None:
    tell(client, token)

    assert tell(client, make_token(source="other-service"), outcome="answered").status_code == 201
    assert Lead.objects.count() == 1


def test_an_outbound_call_is_entered_without_raising_the_lead(
    client: Client, signed_in: Client, token: str, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    lead = make_lead(clinic, phone=CALLER, last_requested_at=now - timedelta(days=1))

    tell(client, token, {**CALL, "from": TRACKING, "to": CALLER, "direction": "outbound", "outcome": "voicemail"})

    before = lead.last_requested_at
    lead.refresh_from_db()
    assert lead.last_requested_at == before
    assert "We called and left a voicemail, 0:12" in timeline_of(signed_in, lead)


def test_an_outbound_call_of_somebody_who_did_not_ask_is_nobodys_business(client: Client, token: str) -> None:
    told = tell(client, token, {**CALL, "from": TRACKING, "to": CALLER, "direction": "outbound"})

    assert told.status_code == 201
    assert stored() == {"Person": 0, "Lead": 0, "LeadEvent": 0, "Call": 1, "OutboxEvent": 0}


@pytest.mark.parametrize(
    "values",
    [
        {"to": "+12185550111"},
        {"to": "", "clinic": "ashland"},
        {"clinic": "ashland"},
        {"to": "", "clinic": "\x00"},
        {"to": "+17155550123"},
        {"to": "+17155550123", "clinic": "duluth"},
    ],
    ids=["unknown number", "clinic", "clinic of another", "null", "number of another", "slug and another's number"],
)
def test_a_clinic_that_is_not_the_tokens_is_refused_without_saying_more(
    client: Client, token: str, other_clinic: Clinic, values: dict[str, str]
) -> None:
    ClinicPhone.objects.create(clinic=other_clinic, number="+17155550123", kind="tracking")

    response = tell(client, token, CALL | values)

    assert response.status_code == 422
    assert [message for messages in response.json()["errors"].values() for message in messages] == [
        "No clinic of this token has this slug and tracking number."
    ]
    assert not Call.objects.exists()


def test_a_token_of_the_network_finds_the_clinic_by_its_number_or_slug(
    client: Client, make_token: Callable[..., str], clinic: Clinic, other_clinic: Clinic
) -> None:
    network = make_token()

    assert tell(client, network).status_code == 201
    assert tell(client, network, CALL, call_id="CA-18", to="", clinic="ashland").status_code == 201
    assert tell(client, network, CALL, call_id="CA-19", to="").status_code == 422
    assert [call.clinic for call in Call.objects.order_by("call_id")] == [clinic, other_clinic]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"call_id": ""}, 422),
        ({"call_id": "x" * 201}, 422),
        ({"call_id": 7}, 400),
        ({"call_id": "\x00"}, 422),
        ({"call_id": "\ud800"}, 400),
        ({"outcome": "busy"}, 422),
        ({"outcome": None}, 422),
        ({"duration_seconds": -1}, 422),
        ({"duration_seconds": 86_401}, 422),
        ({"duration_seconds": "soon"}, 400),
        ({"started_at": "2026-03-04T15:58:00"}, 422),
        ({"started_at": "yesterday"}, 400),
        ({"started_at": "2025-03-01T15:58:00Z"}, 422),
        ({"started_at": "9999-12-31T23:59:59-12:00"}, 422),
        ({"started_at": "2026-03-06T15:58:00Z"}, 422),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, 422),
        ({"direction": "sideways"}, 422),
        ({"source": "x" * 101}, 422),
        ({"source": "\x00"}, 422),
        ({"from": "1" * 61}, 422),
        ({"from": {"number": CALLER}}, 400),
    ],
    ids=str,
)
def test_rubbish_is_refused_and_nothing_is_stored(
    client: Client, token: str, values: dict[str, Any], status: int
) -> None:
    response = tell(client, token, CALL | values)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert not Call.objects.exists()


def test_recordings_and_whatever_else_is_sent_are_not_kept(client: Client, token: str) -> None:
    sent = tell(client, token, recording_url="https://calls.example/canary.mp3", transcript={"text": "canary"})

    assert sent.status_code == 201
    row = Call.objects.values().get()
    assert "canary" not in str(row)


def test_a_missed_call_is_alerted_once_and_the_letter_names_nobody(
    client: Client, token: str, clinic: Clinic, mailoutbox: list[Any]
) -> None:
    tell(client, token, STARTED)
    assert not Delivery.objects.filter(channel="email_staff").exists(), "somebody may be about to answer"
    tell(client, token, STARTED, outcome="missed")
    tell(client, token)

    deliver_due(now=timezone.now())

    assert [mail.subject for mail in mailoutbox] == ["A call was missed"]
    assert str(Lead.objects.get().pk) in mailoutbox[0].body
    assert "5550187" not in mailoutbox[0].body


def test_an_answered_call_alerts_nobody(client: Client, token: str) -> None:
    tell(client, token, outcome="answered")

    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("data_class", "contract"), [("reference", "call.logged.reference.v1"), ("contact", "call.logged.v1")]
)
def test_an_endpoint_hears_of_the_call_up_to_its_class(
    client: Client,
    token: str,
    crm: Receiver,
    make_endpoint: Callable[..., Endpoint],
    data_class: str,
    contract: str,
) -> None:
    make_endpoint(data_class=data_class, events=["call.*"])

    tell(client, token)
    deliver_due(now=timezone.now())

    assert crm.types == ["call.logged"]
    assert_contract(crm.event("call.logged"), contract)


def test_each_state_is_told_under_the_one_id_of_the_call(client: Client, token: str) -> None:
    tell(client, token, STARTED)
    tell(client, token)

    events = OutboxEvent.objects.filter(type="call.logged")
    assert [event.bodies["reference"]["state"] for event in events] == ["started", "finished"]
    assert {str(event.subject_id) for event in events} == {events[0].bodies["reference"]["id"]}


@pytest.mark.parametrize(("number", "shown"), [(CALLER, "Caller (218) 555-0187"), ("", "Caller, number withheld")])
def test_somebody_without_a_name_is_shown_by_what_is_known(
    client: Client, signed_in: Client, token: str, number: str, shown: str
) -> None:
    tell(client, token, {**CALL, "from": number})

    for page in (signed_in.get("/admin/leads/").content.decode(), timeline_of(signed_in, Lead.objects.get())):
        assert shown in page


def test_the_page_tells_who_was_told_of_the_call(
    client: Client, signed_in: Client, token: str, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(events=["call.*"])

    tell(client, token)

    assert "call.logged" in timeline_of(signed_in, Lead.objects.get())


def test_a_call_costs_at_most_fourteen_statements_with_its_token(client: Client, token: str) -> None:
    tell(client, token, call_id="CA-16")

    with CaptureQueriesContext(connection) as captured:
        tell(client, token, {**CALL, "from": "+12185550177"})

    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= 14, statements
