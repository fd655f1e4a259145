"""What receivers of our webhooks tell us: signed, once, newer than what we know, of their own clinics' leads."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from integrations.models import Delivery, Endpoint, OutboxEvent
from integrations.signatures import new_secret
from leads.models import InboundEvent, Lead, LeadEvent, Stage
from leads.pipeline import move_lead
from leads.retention import forget_inbound_events
from protection.limits import RATE_BY_PROGRAM
from sites.models import Clinic
from staff.models import StaffUser
from tests.leads.inbound_hooks import appointment, assigned, signed_headers, stage_changed, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOMORROW = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)


@pytest.fixture
def endpoint(make_endpoint: Callable[..., Endpoint], clinic: Clinic) -> Endpoint:
    return make_endpoint(clinic, description="Harbor CRM")


@pytest.fixture
def lead(make_lead: Callable[..., Lead], clinic: Clinic) -> Lead:
    return make_lead(clinic)


def other_stage(lead: Lead) -> str:
    """An open one that the lead may move to."""
    return next(stage.slug for stage in Stage.objects.filter(kind="open") if stage.pk != lead.stage_id)


def stage_of(lead: Lead) -> str:
    return Lead.objects.get(pk=lead.pk).stage.slug


def test_a_crm_moves_a_lead_and_the_timeline_says_which(
    client: Client, signed_in: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    response = tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    assert (response.status_code, response.json()) == (200, {"status": "applied"})
    assert stage_of(lead) == other_stage(lead)
    assert "Harbor CRM (webhook)" in signed_in.get(f"/admin/leads/{lead.pk}/").content.decode()


def test_what_it_told_us_is_told_to_others_and_not_back_to_it(
    client: Client, endpoint: Endpoint, make_endpoint: Callable[..., Endpoint], lead: Lead, now: datetime
) -> None:
    other = make_endpoint(None)

    tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    assert [each.endpoint for each in Delivery.objects.filter(event__type="lead.stage_changed")] == [other]


def test_an_owner_is_named_by_id_or_address_and_taken_away_by_null(
    client: Client, endpoint: Endpoint, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    StaffUser.objects.filter(pk=coordinator.pk).update(email="robin@example.com")

    for number, owner in enumerate(({"id": str(coordinator.pk)}, None, {"email": "Robin@example.com"})):
        at = now + timedelta(seconds=number)
        assert tell(client, endpoint, assigned(lead.pk, owner, at=at), message_id=f"m{number}").status_code == 200
        assert Lead.objects.get(pk=lead.pk).owner == (coordinator if owner else None)


def test_an_appointment_is_shown_and_moves_the_lead_to_the_booked_stage(
    client: Client, signed_in: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    response = tell(client, endpoint, appointment(lead.pk, "booked", at=now, starts_at=TOMORROW))

    assert response.json() == {"status": "applied"}
    stored = Lead.objects.get(pk=lead.pk)
    assert (stored.appointment_at, stored.stage.kind) == (TOMORROW, "booked")
    assert "March 5, 2026, 9 a.m." in signed_in.get(f"/admin/leads/{lead.pk}/").content.decode()

    later = now + timedelta(seconds=1)
    tell(client, endpoint, appointment(lead.pk, "cancelled", at=later), message_id="msg-2")

    stored = Lead.objects.get(pk=lead.pk)
    assert (stored.appointment_at, stored.stage.kind) == (None, "booked"), "what to do then is for staff"
    told = OutboxEvent.objects.filter(type="lead.updated")
    assert [each.body_change for each in with_change(told)] == ["appointment_booked", "appointment_cancelled"]


def with_change(events: Any) -> list[Any]:
    for event in (found := list(events)):
        event.body_change = event.bodies["reference"]["change"]
    return found


def test_the_same_message_again_gets_the_same_answer_and_nothing_new(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    event = stage_changed(lead.pk, other_stage(lead), at=now)

    answers = [tell(client, endpoint, event).json() for _ in range(3)]

    assert answers == [{"status": "applied"}] * 3
    assert lead.events.filter(kind=LeadEvent.Kind.STAGE_CHANGED).count() == 1


def test_an_id_that_comes_again_with_another_body_is_refused(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    response = tell(client, endpoint, stage_changed(lead.pk, lead.stage.slug, at=now))

    assert response.status_code == 422
    assert stage_of(lead) == other_stage(lead)


def test_two_endpoints_may_use_the_same_id(
    client: Client, endpoint: Endpoint, make_endpoint: Callable[..., Endpoint], lead: Lead, now: datetime
) -> None:
    tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    response = tell(client, make_endpoint(None), assigned(lead.pk, None, at=now))

    assert response.status_code == 200


def test_a_message_of_before_overwrites_nothing_that_the_endpoint_told_since(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    there, here = other_stage(lead), lead.stage.slug
    tell(client, endpoint, stage_changed(lead.pk, here, at=now), message_id="newer, and no change")
    tell(client, endpoint, stage_changed(lead.pk, here, at=now), message_id="newer")

    response = tell(client, endpoint, stage_changed(lead.pk, there, at=now - timedelta(seconds=1)), message_id="older")

    assert (response.status_code, response.json()) == (200, {"status": "ignored", "reason": "older"})
    assert stage_of(lead) == here


def test_what_staff_did_later_stays(
    client: Client, endpoint: Endpoint, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    there, here = other_stage(lead), lead.stage
    move_lead(lead, to=Stage.objects.get(slug=there), actor=coordinator, version=lead.version, at=now)
    move_lead(lead, to=here, actor=coordinator, version=lead.version, at=now + timedelta(seconds=2))

    event = stage_changed(lead.pk, there, at=now + timedelta(seconds=1))

    assert tell(client, endpoint, event).json() == {"status": "ignored", "reason": "older"}
    assert stage_of(lead) == here.slug


def test_a_stage_that_an_appointment_brought_is_not_taken_back_by_an_older_move(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime
) -> None:
    tell(client, endpoint, appointment(lead.pk, "booked", at=now, starts_at=TOMORROW), message_id="newer")

    older = stage_changed(lead.pk, lead.stage.slug, at=now - timedelta(seconds=5))

    assert tell(client, endpoint, older, message_id="older").json()["reason"] == "older"


def test_our_own_event_that_comes_back_changes_nothing(
    client: Client, endpoint: Endpoint, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    move_lead(lead, to=Stage.objects.get(slug=other_stage(lead)), actor=coordinator, version=lead.version, at=now)
    ours = OutboxEvent.objects.get(type="lead.stage_changed")
    body = {"type": ours.type, "timestamp": "2026-03-04T16:00:00.000Z", "data": ours.bodies["reference"]}
    version = Lead.objects.get(pk=lead.pk).version

    under_its_id = tell(client, endpoint, body, message_id=str(ours.pk))
    under_another = tell(client, endpoint, body, message_id="msg-echo")

    assert under_its_id.json() == {"status": "ignored", "reason": "echo"}
    assert under_another.json() == {"status": "ignored", "reason": "unchanged"}
    assert Lead.objects.get(pk=lead.pk).version == version


def test_another_clinics_lead_is_not_found_as_one_that_never_was(
    client: Client,
    endpoint: Endpoint,
    make_endpoint: Callable[..., Endpoint],
    make_lead: Callable[..., Lead],
    other_clinic: Clinic,
    now: datetime,
) -> None:
    theirs = make_lead(other_clinic)
    there = other_stage(theirs)

    foreign = tell(client, endpoint, stage_changed(theirs.pk, there, at=now))
    never = tell(client, endpoint, stage_changed(endpoint.pk, there, at=now), message_id="msg-2")

    assert (foreign.status_code, foreign.content) == (404, never.content)
    assert not InboundEvent.objects.exists()
    held = make_lead(theirs.clinic, quarantine_reason="honeypot")
    network = make_endpoint(None)
    assert tell(client, network, stage_changed(theirs.pk, there, at=now)).status_code == 200
    assert tell(client, network, stage_changed(held.pk, there, at=now), message_id="msg-3").status_code == 404


@pytest.mark.parametrize(("status", "answer"), [("disabled", 410), ("paused", 404)])
def test_an_endpoint_that_is_switched_off_takes_nothing(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, status: str, answer: int
) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(status=status)

    assert tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now)).status_code == answer
    assert stage_of(lead) == lead.stage.slug


def malformed_headers(good: dict[str, str]) -> dict[str, dict[str, str]]:
    """Each as a server hands it on: repeated headers joined by a comma."""
    repeated = {f"{name} twice": good | {name: f"{value},{value}"} for name, value in good.items()}
    spaced = {f"{name} twice, spaced": good | {name: f"{value}, {value}"} for name, value in good.items()}
    missing = {f"no {name}": {key: value for key, value in good.items() if key != name} for name in good}
    empty = {f"empty {name}": good | {name: ""} for name in good}
    signature = good["webhook-signature"]
    changed = {
        name: good | values
        for name, values in {
            "a timestamp of letters": {"webhook-timestamp": "now"},
            "a fraction": {"webhook-timestamp": good["webhook-timestamp"] + ".0"},
            "a negative timestamp": {"webhook-timestamp": "-1"},
            "a plus sign": {"webhook-timestamp": "+" + good["webhook-timestamp"]},
            "an exponent": {"webhook-timestamp": "1e9"},
            "underscores": {"webhook-timestamp": "1_772_640_000"},
            "digits of another script": {"webhook-timestamp": "١٧٧٢٦٤٠٠٠٠"},
            "a huge timestamp": {"webhook-timestamp": "9" * 4000},
            "milliseconds": {"webhook-timestamp": good["webhook-timestamp"] + "000"},
            "infinity": {"webhook-timestamp": "inf"},
            "an ISO timestamp": {"webhook-timestamp": "2026-03-04T16:00:00Z"},
            "no version": {"webhook-signature": signature.removeprefix("v1,")},
            "an asymmetric version": {"webhook-signature": signature.replace("v1,", "v1a,")},
            "a later version": {"webhook-signature": signature.replace("v1,", "v2,")},
            "a capital version": {"webhook-signature": signature.replace("v1,", "V1,")},
            "a colon": {"webhook-signature": signature.replace(",", ":")},
            "bad base64": {"webhook-signature": "v1,!!!!"},
            "base64 without padding": {"webhook-signature": signature.rstrip("=")},
            "base64 with more padding": {"webhook-signature": signature + "="},
            "hex": {"webhook-signature": "v1," + "ab" * 32},
            "an empty signature": {"webhook-signature": "v1,"},
            "a thousand signatures": {"webhook-signature": " ".join([signature] * 1000)},
            "a huge signature": {"webhook-signature": "v1," + "A" * 100_000},
            "two spaces": {"webhook-signature": f"{signature}  {signature}"},
            "a signature in quotes": {"webhook-signature": f'"{signature}"'},
            "not ASCII": {"webhook-signature": "v1,ключ"},
            "a null byte": {"webhook-signature": signature + "\x00"},
            "an id with a full stop": {"webhook-id": "a.b"},
            "an id not of ASCII": {"webhook-id": "ключ"},
            "a long id": {"webhook-id": "i" * 5000},
            "an id with a null byte": {"webhook-id": "msg\x00"},
            "another id": {"webhook-id": "msg-2"},
        }.items()
    }
    return repeated | spaced | missing | empty | changed


PLACEHOLDERS = {"webhook-id": "msg-1", "webhook-timestamp": "1772640000", "webhook-signature": "v1,AA="}


@pytest.mark.parametrize("name", malformed_headers(PLACEHOLDERS))
def test_a_malformed_header_is_refused_and_nothing_else(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, name: str
) -> None:
    body = json.dumps(stage_changed(lead.pk, other_stage(lead), at=now))
    good = signed_headers(body, endpoint, message_id="msg-1", sent_at=now)

    refused = tell(client, endpoint, body, headers=malformed_headers(good)[name])

    assert refused.status_code == 401, name
    assert refused["Content-Type"] == "application/problem+json"
    assert stage_of(lead) == lead.stage.slug
    assert tell(client, endpoint, body, headers=good).status_code == 200, "unharmed, the same message is taken"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_message_of_another_time_is_refused(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, seconds: int
) -> None:
    event = stage_changed(lead.pk, other_stage(lead), at=now)

    assert tell(client, endpoint, event, sent_at=now + timedelta(seconds=seconds)).status_code == 401
    within = now + timedelta(seconds=seconds - 1 if seconds > 0 else seconds + 1)
    assert tell(client, endpoint, event, sent_at=within).status_code == 200


def test_another_endpoints_secret_opens_nothing(
    client: Client, endpoint: Endpoint, make_endpoint: Callable[..., Endpoint], lead: Lead, now: datetime
) -> None:
    other = make_endpoint(None, secrets=[new_secret()])
    body = json.dumps(stage_changed(lead.pk, other_stage(lead), at=now))

    refused = tell(client, endpoint, body, headers=signed_headers(body, other, message_id="msg-1", sent_at=now))

    assert refused.status_code == 401


def test_an_old_secret_opens_for_as_long_as_it_signs(
    client: Client, make_endpoint: Callable[..., Endpoint], lead: Lead, now: datetime
) -> None:
    changing = make_endpoint(None, secrets=[new_secret(), new_secret()], old_secrets_end_at=now + timedelta(hours=1))
    body = json.dumps(stage_changed(lead.pk, other_stage(lead), at=now))
    by_the_old = Endpoint(secrets=changing.secrets[1:])

    def status() -> int:
        headers = signed_headers(body, by_the_old, message_id="msg-1", sent_at=now)
        return int(tell(client, changing, body, headers=headers).status_code)

    within = status()
    # What is over need not be purged yet.
    Endpoint.objects.filter(pk=changing.pk).update(old_secrets_end_at=now)

    assert (within, status()) == (200, 401)


GOOD_ID = "019cb993-d800-7046-8d6a-469a652e6985"
BODIES: dict[str, tuple[Any, int]] = {
    "nothing": ("", 400),
    "no JSON": ("{", 400),
    "a list": ("[]", 400),
    "a text": ('"lead.stage_changed"', 400),
    "deep": ("[" * 15_000, 400),
    "deep inside": ('{"type":"lead.stage_changed","data":' + "[" * 9_000 + "]" * 9_000 + "}", 422),
    "a name twice": ('{"type":"lead.assigned","type":"lead.stage_changed"}', 400),
    "NaN": ('{"type":"lead.stage_changed","timestamp":NaN}', 400),
    "half a character": ('{"type":"lead.stage_changed","timestamp":"\\ud83d"}', 400),
    "a huge number": ('{"type":"lead.stage_changed","timestamp":' + "9" * 5_000 + "}", 400),
    "no type": ({"data": {}}, 400),
    "a type of numbers": ({"type": 5}, 400),
    "no data": ({"type": "lead.stage_changed", "timestamp": "2026-03-04T16:00:00Z"}, 422),
    "no zone": (stage_changed(GOOD_ID, "new", at=TOMORROW) | {"timestamp": "2026-03-04T16:00:00"}, 422),
    "no time": (stage_changed(GOOD_ID, "new", at=TOMORROW) | {"timestamp": "then"}, 422),
    "an early time": (stage_changed(GOOD_ID, "new", at=TOMORROW) | {"timestamp": "0001-01-01T00:00:00+14:00"}, 422),
    "a number too large for a time": (stage_changed(GOOD_ID, "new", at=TOMORROW) | {"timestamp": 10**300}, 422),
    "the future": (stage_changed(GOOD_ID, "new", at=TOMORROW), 422),
    "an unknown field": (stage_changed(GOOD_ID, "new", at=TOMORROW, message="My back."), 422),
    "an unknown field outside": (stage_changed(GOOD_ID, "new", at=TOMORROW) | {"version": 2}, 422),
    "no UUID": (stage_changed("17", "new", at=TOMORROW), 422),
    "a reason of their own": (stage_changed(GOOD_ID, "lost", at=TOMORROW, lost_reason="Too ill"), 422),
    "an owner without a name": (assigned(GOOD_ID, {}, at=TOMORROW), 422),
    "an owner with two": (assigned(GOOD_ID, {"id": "1", "email": "a@example.com"}, at=TOMORROW), 422),
    "an owner whose id is huge": (assigned(GOOD_ID, {"id": "9" * 5_000}, at=TOMORROW), 422),
    "an appointment without a time": (appointment(GOOD_ID, "booked", at=TOMORROW), 422),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_signed_body_that_says_nothing_clear_is_refused(
    client: Client, endpoint: Endpoint, lead: Lead, name: str
) -> None:
    body, status = BODIES[name]

    response = tell(client, endpoint, body)

    assert response.status_code == status, response.content
    assert "Too ill" not in response.content.decode()
    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize(
    ("stage", "detail"),
    [
        ("nowhere", "no stage of ours"),
        ("\x00", "no stage of ours"),
        ("LOST", "send data.lost_reason"),
    ],
)
def test_a_change_that_staff_may_not_make_either_is_refused_and_may_be_sent_again(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, stage: str, detail: str
) -> None:
    lost = Stage.objects.filter(kind="lost").values_list("slug", flat=True)[0]

    response = tell(client, endpoint, stage_changed(lead.pk, stage.replace("LOST", lost), at=now))

    assert response.status_code == 422
    assert detail in response.json()["detail"]
    assert not InboundEvent.objects.exists(), "it is not remembered, so the same message may succeed later"


def test_moves_that_the_network_does_not_allow_are_refused_and_others_clinics_staff_own_nothing(
    client: Client, endpoint: Endpoint, lead: Lead, editor: StaffUser, now: datetime
) -> None:
    allowed = Stage.objects.exclude(pk=lead.stage_id).exclude(slug=other_stage(lead)).first()
    lead.stage.moves_to.set([allowed])

    moved = tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))
    owned = tell(client, endpoint, assigned(lead.pk, {"id": str(editor.pk)}, at=now), message_id="msg-2")
    unknown = tell(client, endpoint, assigned(lead.pk, {"id": "999999999"}, at=now), message_id="msg-3")

    assert [moved.status_code, owned.status_code] == [422, 422]
    assert owned.content == unknown.content, "whether somebody has an account is nobody's business"


def test_an_event_of_a_type_that_we_do_not_know_is_taken_and_ignored(client: Client, endpoint: Endpoint) -> None:
    response = tell(client, endpoint, {"type": "invoice.paid", "anything": [1]})

    assert (response.status_code, response.json()["reason"]) == (202, "unknown_type")


def test_who_is_no_json_too_large_or_no_post_is_refused(client: Client, endpoint: Endpoint, lead: Lead) -> None:
    event = stage_changed(lead.pk, other_stage(lead), at=TOMORROW)

    assert tell(client, endpoint, event, content_type="text/plain").status_code == 415
    assert tell(client, endpoint, "x" * 20_001).status_code == 413
    assert client.get(f"/hooks/{endpoint.pk}/").status_code == 405
    assert (
        client.post("/hooks/019cb993-d800-7046-8d6a-469a652e6985/", {}, content_type="application/json").status_code
        == 404
    )
    assert client.post("/hooks/nowhere/").status_code == 404


def test_no_session_no_token_against_forgery_and_no_cache(
    endpoint: Endpoint, lead: Lead, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    strict = Client(enforce_csrf_checks=True)

    response = tell(strict, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "Marlowe" not in said
    assert endpoint.secrets[0] not in said


def test_one_endpoint_may_not_drown_the_others(
    client: Client,
    endpoint: Endpoint,
    make_endpoint: Callable[..., Endpoint],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setitem(RATE_BY_PROGRAM, "hooks-endpoint", "2/m")
    event = {"type": "invoice.paid"}

    statuses = [tell(client, endpoint, event).status_code for _ in range(3)]

    assert statuses == [202, 202, 429]
    assert int(tell(client, endpoint, event)["Retry-After"]) > 0
    assert tell(client, make_endpoint(None), event).status_code == 202


def test_a_database_that_is_away_is_answered_not_received(client: Client, endpoint: Endpoint, lead: Lead) -> None:
    event = stage_changed(lead.pk, other_stage(lead), at=TOMORROW)

    def gone(*args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        response = tell(client, endpoint, event)

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


def test_an_update_costs_the_same_however_long_the_timeline(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, django_assert_max_num_queries: Any
) -> None:
    LeadEvent.objects.bulk_create(
        LeadEvent(lead=lead, kind=LeadEvent.Kind.STAGE_CHANGED, occurred_at=now - timedelta(days=1)) for _ in range(40)
    )

    with django_assert_max_num_queries(22):
        assert tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now)).json()["status"] == "applied"


def test_the_memory_of_a_message_goes_after_a_month(
    client: Client, endpoint: Endpoint, lead: Lead, now: datetime, clock: Any
) -> None:
    tell(client, endpoint, stage_changed(lead.pk, other_stage(lead), at=now))

    assert forget_inbound_events.call() == 0
    clock.shift(timedelta(days=31))
    assert forget_inbound_events.call() == 1
