"""News of leads in workspaces that stand open: what is told, to whom, and what it costs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.lead_news import keys_of_late
from leads.models import Lead, LeadEvent, WorkspacePreferences
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]
NEWS = "/admin/leads/news/"


@pytest.fixture
def cursor(signed_in: Client, clock: time_machine.Traveller) -> str:
    """Of a page that was opened a minute ago."""
    cursor = signed_in.get(NEWS)["News-Cursor"]
    clock.shift(timedelta(minutes=1))
    return cursor


def news(client: Client, cursor: str) -> list[dict[str, Any]]:
    response = client.get(NEWS, {"since": cursor})
    return response.json()["news"] if response.status_code == 200 else []


def test_nothing_new_is_an_empty_answer_that_nobody_keeps(signed_in: Client, cursor: str) -> None:
    response = signed_in.get(NEWS, {"since": cursor})

    assert (response.status_code, response.content) == (204, b"")
    assert response["Cache-Control"] == "no-store"
    assert int(response["News-Cursor"]) == int(cursor) + 60_000


def test_a_new_lead_is_told_without_a_name(signed_in: Client, cursor: str, clinic: Clinic, make_lead: MakeLead) -> None:
    lead = make_lead(clinic)

    (told,) = news(signed_in, cursor)

    assert (told["url"], told["text"], told["is_new"]) == (
        f"/admin/leads/{lead.pk}/",
        f"New lead at {clinic.name}",
        True,
    )
    assert "Marlowe" not in signed_in.get(NEWS, {"since": cursor}).content.decode()


def test_who_asks_again_is_told_so(
    signed_in: Client, clinic: Clinic, now: datetime, make_lead: MakeLead, clock: time_machine.Traveller
) -> None:
    lead = make_lead(clinic, created_at=now - timedelta(days=3))
    clock.shift(timedelta(minutes=5))
    cursor = signed_in.get(NEWS)["News-Cursor"]
    clock.shift(timedelta(minutes=5))
    LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.REQUEST_RECEIVED, occurred_at=now + timedelta(minutes=10))

    assert [told["text"] for told in news(signed_in, cursor)] == [f"Somebody asked again at {clinic.name}"]


def test_what_was_committed_late_is_still_told(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, clock: time_machine.Traveller
) -> None:
    make_lead(clinic)
    clock.shift(timedelta(seconds=3))
    cursor = signed_in.get(NEWS)["News-Cursor"]  # it was not committed yet when this was asked, say

    assert len(news(signed_in, cursor)) == 1
    clock.shift(timedelta(seconds=30))
    assert news(signed_in, signed_in.get(NEWS)["News-Cursor"]) == []


def test_what_staff_did_is_no_news(
    signed_in: Client, cursor: str, clinic: Clinic, now: datetime, make_lead: MakeLead
) -> None:
    lead = make_lead(clinic)
    first = news(signed_in, cursor)
    for kind in (LeadEvent.Kind.NOTE, LeadEvent.Kind.STAGE_CHANGED, LeadEvent.Kind.CALL_MADE):
        LeadEvent.objects.create(lead=lead, kind=kind, occurred_at=now)
    LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.CALL, occurred_at=now + timedelta(hours=1))

    assert news(signed_in, cursor) == first


def test_nothing_of_another_clinic_is_told_nor_what_is_held_back(
    signed_in: Client, cursor: str, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(other_clinic)
    make_lead(clinic, quarantine_reason="honeypot")

    assert signed_in.get(NEWS, {"since": cursor}).status_code == 204


def test_it_costs_one_query_beside_the_session_and_rights(
    signed_in: Client, cursor: str, clinic: Clinic, make_lead: MakeLead
) -> None:
    for _ in range(30):
        make_lead(clinic)
    signed_in.get(NEWS, {"since": cursor})

    with CaptureQueriesContext(connection) as asked:
        assert len(news(signed_in, cursor)) == 20

    assert len([query for query in asked if "leads_lead" in query["sql"]]) == 1
    assert len(asked) <= 7


@pytest.mark.parametrize("since", ["x", "1e9", "9" * 40, "-" + "9" * 30, "1 or 1=1"])
def test_a_cursor_that_is_none_is_refused(signed_in: Client, since: str) -> None:
    assert signed_in.get(NEWS, {"since": since}).status_code == 400


def test_an_old_cursor_counts_for_a_day(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    make_lead(clinic)

    assert len(news(signed_in, "1")) == 1


def test_somebody_without_leads_or_signed_out_is_refused(client: Client, editor: StaffUser) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get(NEWS, headers=headers).status_code == 403
    client.force_login(editor)
    assert client.get(NEWS, headers=headers).status_code == 403


@pytest.mark.parametrize("page", ["", "board/", "{lead}/"])
def test_pages_of_leads_listen(signed_in: Client, clinic: Clinic, make_lead: MakeLead, page: str) -> None:
    lead = make_lead(clinic)

    html = signed_in.get(f"/admin/leads/{page.format(lead=lead.pk)}").content.decode()

    assert html.count('id="lead-news"') == 1
    assert "data-sound" not in html
    assert 'id="lead-news"' not in signed_in.get("/admin/account/").content.decode()


def test_a_sound_is_for_whoever_wants_it(signed_in: Client, coordinator: StaffUser) -> None:
    page = signed_in.get("/admin/account/").content.decode()
    assert "workspace-plays_sound" in page

    WorkspacePreferences.objects.create(user=coordinator, plays_sound=True, shows_notifications=True)

    page = signed_in.get("/admin/leads/").content.decode()
    assert " data-sound" in page
    assert " data-notifies" in page


def test_the_preferences_are_saved_in_the_account(signed_in: Client, coordinator: StaffUser) -> None:
    typed = {
        "name_email-first_name": "Robin",
        "name_email-last_name": "Vale",
        "name_email-email": "robin@example.com",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
        "workspace-plays_sound": "on",
    }

    response = signed_in.post("/admin/account/", typed)

    assert response.status_code == 302, response.content.decode()[-3000:]
    assert WorkspacePreferences.objects.get(user=coordinator).plays_sound


def test_an_editor_has_no_such_preferences(client: Client, editor: StaffUser) -> None:
    client.force_login(editor)

    assert "workspace-plays_sound" not in client.get("/admin/account/").content.decode()


def test_what_came_just_before_a_page_is_named_to_it_so_that_it_is_not_told(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, clock: time_machine.Traveller
) -> None:
    make_lead(other_clinic)
    lead = make_lead(clinic)
    entry = lead.events.get()

    just_after = signed_in.get("/admin/leads/queue/").content.decode()
    clock.shift(timedelta(seconds=11))
    later = signed_in.get("/admin/leads/queue/").content.decode()

    assert f'data-earlier="{entry.pk}"' in just_after
    assert 'data-earlier=""' in later


def test_a_page_names_a_stream_where_the_proxy_leads_to_one(signed_in: Client, settings: Any) -> None:
    assert "data-stream" not in signed_in.get("/admin/leads/queue/").content.decode()

    settings.LEAD_NEWS_STREAM = True

    assert f'data-stream="{NEWS}stream/"' in signed_in.get("/admin/leads/queue/").content.decode()


def test_there_is_no_stream_where_each_would_take_a_thread(signed_in: Client) -> None:
    assert signed_in.get(f"{NEWS}stream/").status_code == 204


def test_the_watch_notices_what_came_late_in_any_clinic_and_nothing_that_staff_did(
    clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, now: datetime, clock: time_machine.Traveller
) -> None:
    leads = [make_lead(clinic), make_lead(other_clinic)]
    for kind in (LeadEvent.Kind.NOTE, LeadEvent.Kind.STAGE_CHANGED, LeadEvent.Kind.CALL_MADE):
        LeadEvent.objects.create(lead=leads[0], kind=kind, occurred_at=now)

    came = LeadEvent.objects.filter(kind=LeadEvent.Kind.REQUEST_RECEIVED).values_list("pk", flat=True)
    assert keys_of_late(at=now) == set(came)
    assert keys_of_late(at=now + timedelta(seconds=11)) == set()


def test_the_results_of_the_queue_are_the_pages_own_and_nobody_elses(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    own, foreign = make_lead(clinic), make_lead(other_clinic)

    html = signed_in.get("/admin/leads/queue/results/").content.decode()

    assert f"/admin/leads/{own.pk}/" in html
    assert str(foreign.pk) not in html
    assert "<html" not in html
