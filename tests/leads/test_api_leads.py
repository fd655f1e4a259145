"""Leads for programs: as much as a token may read, changed as staff may and only on the latest look."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.models import ApiToken, Lead, LeadEvent, Stage
from leads.pipeline import move_lead
from protection.limits import RATE_BY_PROGRAM
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

READ = ("--scope", "leads:read")
WORK = (*READ, "--scope", "leads:write")


@pytest.fixture
def reader(make_token: Callable[..., str], clinic: Clinic) -> str:
    return make_token("--clinic", clinic.slug, *READ, source="crm-reader")


@pytest.fixture
def worker(make_token: Callable[..., str], clinic: Clinic) -> str:
    return make_token("--clinic", clinic.slug, *WORK, source="crm-sync")


@pytest.fixture
def lead(make_lead: Callable[..., Lead], clinic: Clinic) -> Lead:
    return make_lead(clinic)


def get(client: Client, token: str, path: str = "", **query: Any) -> Any:
    return client.get(f"/api/v1/leads{path}", query, headers={"Authorization": f"Bearer {token}"})


def change(client: Client, token: str, lead: Lead, body: Any, *, if_match: str | None = '"1"', **headers: str) -> Any:
    named = {"Authorization": f"Bearer {token}"} | ({"If-Match": if_match} if if_match is not None else {})
    text = body if isinstance(body, str) else json.dumps(body)
    return client.patch(
        f"/api/v1/leads/{lead.pk}", text, content_type=headers.pop("content_type", "application/json"), headers=named
    )


def other_stage(lead: Lead) -> str:
    return next(stage.slug for stage in Stage.objects.filter(kind="open") if stage.pk != lead.stage_id)


def test_a_lead_is_told_in_the_words_of_the_webhooks_and_no_name_to_who_may_not_read_it(
    client: Client, reader: str, lead: Lead
) -> None:
    response = get(client, reader, f"/{lead.pk}")

    told = response.json()
    assert (response.status_code, response["ETag"], told["version"]) == (200, '"1"', 1)
    assert told["person"] == {"id": str(lead.person_id)}
    assert (told["stage"], told["clinic"]["slug"], told["owner"]) == (lead.stage.slug, "duluth", None)
    assert "Marlowe" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_token_reads_up_to_its_data_class(client: Client, make_token: Callable[..., str], lead: Lead) -> None:
    preference = get(client, make_token(*READ, "--data-class", "preference", source="a"), f"/{lead.pk}").json()
    contact = get(client, make_token(*READ, "--data-class", "contact", source="b"), f"/{lead.pk}").json()

    assert preference["person"]["preferred_contact"] == "text"
    assert "full_name" not in preference["person"]
    assert (contact["person"]["full_name"], contact["person"]["phone"]) == ("Jo Marlowe", "+12185550187")


def test_leads_come_in_pages_that_skip_and_repeat_nothing(
    client: Client, reader: str, make_lead: Callable[..., Lead], clinic: Clinic
) -> None:
    leads = [make_lead(clinic) for _ in range(5)]
    seen, cursor = [], ""
    while True:
        page = get(client, reader, limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [each["id"] for each in page["data"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
        leads.append(make_lead(clinic))

    assert seen == [str(each.pk) for each in leads]
    assert cursor is None


def test_leads_are_filtered_by_clinic_stage_and_time(
    client: Client,
    make_token: Callable[..., str],
    make_lead: Callable[..., Lead],
    clinic: Clinic,
    other_clinic: Clinic,
    coordinator: StaffUser,
    clock: Any,
    now: datetime,
) -> None:
    token = make_token(*READ)
    first, second = make_lead(clinic), make_lead(other_clinic)
    clock.shift(3600)
    stage = Stage.objects.get(slug=other_stage(first))
    move_lead(first, to=stage, actor=coordinator, version=1, at=now)

    def ids(**query: Any) -> list[str]:
        return [each["id"] for each in get(client, token, **query).json()["data"]]

    assert ids(clinic="ashland") == [str(second.pk)]
    assert ids(stage=stage.slug) == [str(first.pk)]
    assert ids(updated_since="2026-03-04T16:30:00Z") == [str(first.pk)]
    assert ids(created_since="2026-03-04T16:00:01Z") == []
    assert len(ids(created_since="2026-03-04T16:00:00Z")) == 2
    # Before all that was ever stored, after all that ever will be: times like others.
    assert len(ids(created_since="0001-01-01T00:00:00+14:00", updated_since="0001-01-01T00:00:00Z")) == 2
    assert ids(created_since="9999-12-31T23:59:59-14:00") == ids(updated_since="9999-12-31T23:59:59-14:00") == []


def test_a_clinics_token_meets_no_other_clinics_lead(
    client: Client, worker: str, make_lead: Callable[..., Lead], clinic: Clinic, other_clinic: Clinic
) -> None:
    theirs, held = make_lead(other_clinic), make_lead(clinic, quarantine_reason="honeypot")
    never = get(client, worker, "/019cb993-d800-7046-8d6a-469a652e6985")

    for hidden in (theirs, held):
        assert get(client, worker, f"/{hidden.pk}").content == never.content
        assert change(client, worker, hidden, {"stage": other_stage(hidden)}).status_code == 404
    assert never.status_code == 404
    assert get(client, worker).json()["data"] == []
    assert get(client, worker, clinic="ashland").status_code == 422
    assert get(client, worker, clinic="nowhere").content == get(client, worker, clinic="ashland").content


def test_a_program_moves_and_assigns_a_lead_and_the_timeline_says_which(
    client: Client, signed_in: Client, worker: str, lead: Lead, coordinator: StaffUser
) -> None:
    body = {"stage": other_stage(lead), "owner": {"id": str(coordinator.pk)}}

    response = change(client, worker, lead, body)

    assert (response.status_code, response["ETag"]) == (200, '"3"')
    assert (response.json()["stage"], response.json()["owner"]) == (body["stage"], body["owner"])
    entries = lead.events.exclude(kind=LeadEvent.Kind.REQUEST_RECEIVED)
    assert {(entry.actor, entry.data["source"]) for entry in entries} == {(None, "crm-sync")}
    assert "crm-sync (API)" in signed_in.get(f"/admin/leads/{lead.pk}/").content.decode()


def test_a_change_on_an_old_look_is_refused_with_who_changed_what_when(
    client: Client, worker: str, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    there = Stage.objects.get(slug=other_stage(lead))
    move_lead(lead, to=there, actor=coordinator, version=1, at=now)

    response = change(client, worker, lead, {"owner": {"id": str(coordinator.pk)}})

    told = response.json()
    assert (response.status_code, response["ETag"]) == (412, '"2"')
    assert told["type"] == "urn:carefront:problem:stale"
    assert told["current"] == {"stage": there.slug, "owner": None, "version": 2}
    by = {"kind": "staff", "id": str(coordinator.pk)}
    assert told["last_change"] == {"what": "stage_changed", "at": "2026-03-04T16:00:00.000Z", "by": by}
    assert Lead.objects.get(pk=lead.pk).owner is None


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 428),
        ("", 428),
        ("*", 428),
        ("1", 400),
        ('"1', 400),
        ('"1", ', 400),
        ('"1"' + ', "1"' * 1_000, 400),
        ('W/"1"', 412),
        ('"2"', 412),
        ('"01"', 412),
        ('"' + "9" * 60 + '"', 412),
        ('"7", "1"', 200),
    ],
)
def test_a_change_names_the_version_it_was_made_on(
    client: Client, worker: str, lead: Lead, if_match: str | None, status: int
) -> None:
    response = change(client, worker, lead, {"stage": other_stage(lead)}, if_match=if_match)

    assert response.status_code == status
    assert (Lead.objects.get(pk=lead.pk).stage_id == lead.stage_id) is (status != 200)


def test_what_staff_may_not_do_a_program_may_not_either(
    client: Client, worker: str, lead: Lead, editor: StaffUser
) -> None:
    lost = Stage.objects.filter(kind="lost")[0].slug

    def kind(body: dict[str, Any]) -> tuple[int, str]:
        response = change(client, worker, lead, body)
        return response.status_code, response.json()["type"].rpartition(":")[2]

    assert kind({"stage": lost}) == (422, "lost-reason-missing")
    assert kind({"owner": {"id": str(editor.pk)}}) == (422, "not-their-clinic")
    assert kind({"owner": {"id": "99999999"}}) == (422, "not-their-clinic")
    assert kind({"stage": other_stage(lead), "owner": {"id": str(editor.pk)}}) == (422, "not-their-clinic")
    assert kind({"stage": other_stage(lead), "lost_reason": "cost"}) == (422, "wrong-values")
    lead.stage.moves_to.set([Stage.objects.get(slug=lost)])
    assert kind({"stage": other_stage(lead)}) == (422, "move-not-allowed")
    assert Lead.objects.get(pk=lead.pk).version == 1, "all or nothing"
    assert change(client, worker, lead, {"stage": lost, "lost_reason": "cost"}).json()["lost_reason"] == "cost"


BAD_CHANGES: dict[str, tuple[Any, int]] = {
    "no JSON": ("{", 400),
    "a list": ("[]", 400),
    "deep": ("[" * 100_000, 400),
    "deep inside": ('{"owner":' + "[" * 50_000 + "]" * 50_000 + "}", 400),
    "a huge number": ('{"stage":' + "9" * 5_000 + "}", 400),
    "NaN": ('{"owner":NaN}', 400),
    "half a character": ('{"stage":"\\ud83d"}', 400),
    "a number for a stage": ({"stage": 5}, 400),
    "null for a stage": ({"stage": None}, 400),
    "nothing": ({}, 422),
    "an unknown field": ({"stage": "new", "message": "My back."}, 422),
    "an unknown stage": ({"stage": "nowhere"}, 422),
    "a null byte": ({"stage": "\x00"}, 422),
    "a reason of their own": ({"stage": "lost", "lost_reason": "Too ill"}, 422),
    "a reason alone": ({"lost_reason": "cost"}, 422),
    "an owner without a name": ({"owner": {}}, 422),
    "an owner of letters": ({"owner": {"id": "robin"}}, 422),
    "an owner with a huge id": ({"owner": {"id": "9" * 20}}, 422),
    "an owner with two names": ({"owner": {"id": "1", "email": "a@example.com"}}, 422),
    "an owner of a null byte": ({"owner": {"email": "a\x00@example.com"}}, 422),
}


@pytest.mark.parametrize("name", BAD_CHANGES)
def test_a_bad_change_is_refused_and_changes_nothing(client: Client, worker: str, lead: Lead, name: str) -> None:
    body, status = BAD_CHANGES[name]

    response = change(client, worker, lead, body)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    assert "Too ill" not in response.content.decode()
    assert Lead.objects.get(pk=lead.pk).version == 1
    assert change(client, worker, lead, {"stage": other_stage(lead)}, content_type="text/plain").status_code == 415


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 400),
        ("limit=101", 400),
        ("limit=" + "9" * 5_000, 400),
        ("limit=ten", 400),
        ("limit=1&limit=2", 400),
        ("page=2", 400),
        ("cursor=nowhere", 400),
        ("cursor=%00", 400),
        ("cursor=" + "A" * 41, 400),
        ("cursor=" + "AZy5k9gAcEaNakaaZS5phR", 400),
        ("stage=nowhere", 422),
        ("stage=%00", 422),
        ("clinic=%00", 422),
        ("created_since=yesterday", 400),
        ("created_since=2026-03-04T16:00:00", 400),
        ("updated_since=" + "9" * 400, 400),
        ("limit=%ff", 400),
    ],
)
def test_a_bad_question_is_refused(client: Client, reader: str, lead: Lead, query: str, status: int) -> None:
    response = client.get(f"/api/v1/leads?{query}", headers={"Authorization": f"Bearer {reader}"})

    assert response["Content-Type"] == "application/problem+json"
    assert 400 <= response.status_code < 500
    assert response.status_code == status, response.content


@pytest.mark.parametrize("path", ["/1", "/nobody", "/019cb993", "/%00", "/" + "9" * 5_000, "/../leads"])
def test_an_id_that_is_none_is_not_found(client: Client, worker: str, path: str) -> None:
    for response in (get(client, worker, path), client.patch(f"/api/v1/leads{path}", "{}", "application/json")):
        assert response.status_code in {404, 401}
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("get", "/api/v1/leads", "leads:read"),
        ("get", "/api/v1/leads/{id}", "leads:read"),
        ("patch", "/api/v1/leads/{id}", "leads:write"),
        ("get", "/api/v1/people/{id}", "people:read"),
        ("patch", "/api/v1/people/{id}", "people:write"),
        ("get", "/api/v1/events", "events:read"),
        ("post", "/api/v1/calls", "calls:write"),
        ("post", "/api/v1/consult-requests", "consult_requests:write"),
    ],
)
def test_a_token_does_what_its_scopes_say_and_no_more(
    client: Client, make_token: Callable[..., str], lead: Lead, method: str, path: str, scope: str
) -> None:
    others = [each for each in ("leads:read", "leads:write", "people:read", "calls:write") if each != scope]
    without = make_token(*(word for each in others for word in ("--scope", each)), source="without")
    with_it = make_token("--scope", scope, source="with-it")

    def status(token: str) -> int:
        ask = getattr(client, method)
        more = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
        response = ask(path.format(id=lead.pk), headers={"Authorization": f"Bearer {token}"}, **more)
        return int(response.status_code)

    assert status(without) == 403
    assert status(with_it) not in {401, 403}


def test_a_pages_token_reads_nothing_whatever_its_row_says(
    client: Client, make_token: Callable[..., str], lead: Lead
) -> None:
    token = make_token("--origin", "https://landing.example.com")
    ApiToken.objects.update(scopes=["leads:read", "leads:write", "events:read", "calls:write"])

    assert get(client, token).status_code == 403
    assert change(client, token, lead, {"owner": None}).status_code == 403


def test_a_token_that_comes_too_often_waits_and_others_do_not(
    client: Client, reader: str, worker: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setitem(RATE_BY_PROGRAM, "api-token", "2/m")

    statuses = [get(client, reader).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert int(get(client, reader)["Retry-After"]) > 0
    assert get(client, worker).status_code == 200


def test_a_page_of_leads_costs_the_same_however_many_there_are(
    client: Client, reader: str, make_lead: Callable[..., Lead], clinic: Clinic
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert get(client, reader, limit=100).status_code == 200
        return len(captured)

    make_lead(clinic)
    get(client, reader)
    few = statements()
    for _ in range(8):
        make_lead(clinic)

    assert statements() == few <= 3


def test_a_lead_is_updated_when_its_timeline_grew(
    client: Client, reader: str, lead: Lead, clock: Any, now: datetime
) -> None:
    clock.shift(60)
    LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.NOTE, occurred_at=now - timedelta(days=3), text="Note")

    assert get(client, reader, f"/{lead.pk}").json()["updated_at"] == "2026-03-04T16:01:00.000Z"


def test_where_nothing_is_and_other_methods_are_problems_too(client: Client, reader: str, lead: Lead) -> None:
    headers = {"Authorization": f"Bearer {reader}"}

    nowhere = client.get("/api/v1/nowhere", headers=headers)
    put = client.put(f"/api/v1/leads/{lead.pk}", headers=headers)

    assert (nowhere.status_code, nowhere["Content-Type"]) == (404, "application/problem+json")
    assert (put.status_code, put["Content-Type"]) == (405, "application/problem+json")
    assert set(put["Allow"].split(", ")) == {"GET", "PATCH"}
