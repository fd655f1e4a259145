"""My queue: what is due first, in groups, for those who work the clinic's leads. It is where they land."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.groups import ensure_clinic_coordinators
from leads.models import Lead, Stage
from sites.groups import ensure_clinic_editors
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]

QUEUE = "/admin/leads/queue/"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


def groups_on(client: Client, query: str = "") -> dict[str, list[str]]:
    groups = [group for group, _table in client.get(QUEUE + query).context["groups"]]
    return {group.slug: [lead.person.full_name for lead in group.leads] for group in groups}


def test_a_lead_stands_in_the_first_group_that_fits(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead, now: datetime
) -> None:
    mine: dict[str, Any] = {"owner": coordinator}
    planned: dict[str, Any] = {"owner": coordinator, "answered_at": now}
    make_lead(clinic, full_name="Over, nobody's", answer_due_at=now - HOUR)
    make_lead(clinic, full_name="Long over", next_step_at=now - 2 * HOUR, **planned)
    make_lead(clinic, full_name="Soon", answer_due_at=now + 20 * MINUTE, **mine)
    make_lead(clinic, full_name="Nobody's", answer_due_at=now + 3 * HOUR)
    make_lead(clinic, full_name="Today", next_step_at=now + 4 * HOUR, **planned)
    make_lead(clinic, full_name="Tomorrow", next_step_at=now + DAY, **planned)
    make_lead(clinic, full_name="Forgotten", **planned)
    lost = Stage.objects.get(slug="lost")
    make_lead(clinic, full_name="Lost", answer_due_at=now - HOUR, stage=lost, closed_at=now)
    make_lead(clinic, full_name="Held", answer_due_at=now - HOUR, quarantine_reason="honeypot")

    assert groups_on(signed_in) == {
        "overdue": ["Long over", "Over, nobody's"],
        "soon": ["Soon"],
        "nobodys": ["Nobody's"],
        "today": ["Today"],
        "no-next-step": ["Forgotten"],
    }


def test_colleagues_leads_stand_in_everybodys_queue(
    signed_in: Client, clinic: Clinic, make_staff: Callable[..., StaffUser], make_lead: MakeLead, now: datetime
) -> None:
    colleague = make_staff("colleague", ensure_clinic_coordinators(clinic))
    make_lead(clinic, full_name="Theirs", owner=colleague, answer_due_at=now - HOUR)

    assert groups_on(signed_in) == {}
    assert groups_on(signed_in, "?whose=everybody") == {"overdue": ["Theirs"]}


def test_another_clinics_leads_are_in_nobodys_queue_here(
    signed_in: Client, other_clinic: Clinic, make_lead: MakeLead, now: datetime
) -> None:
    make_lead(other_clinic, answer_due_at=now - HOUR)

    page = signed_in.get(f"{QUEUE}?whose=everybody").content.decode()

    assert "No leads yet" in page
    assert other_clinic.name not in page


def test_a_row_tells_the_clock_in_words_and_dials(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, now: datetime
) -> None:
    make_lead(clinic, answer_due_at=now - 25 * MINUTE)

    page = signed_in.get(QUEUE).content.decode()

    assert "Answer: 25 open minutes over" in page
    assert "#icon-warning" in page
    assert "Due March 4, 2026, 9:35 a.m. CST" in page
    assert '<a href="tel:+12185550187">(218) 555-0187</a>' in page


def test_a_queue_that_is_done_says_so_and_what_comes_next(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead, now: datetime
) -> None:
    make_lead(clinic, owner=coordinator, answered_at=now, next_step_at=now + 3 * DAY)

    page = signed_in.get(QUEUE).content.decode()

    assert "Queue done" in page
    assert "?whose=everybody" in page
    assert "status=open&amp;ordering=due_at" in page


def test_more_leads_cost_no_more_queries(
    signed_in: Client, clinic: Clinic, make_clinic: Callable[..., Clinic], make_lead: MakeLead, now: datetime
) -> None:
    """Criteria 1 and 5 of the workspace; `bench.workspace` takes the times."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(QUEUE)
        return len(captured)

    for _ in range(10):
        make_lead(clinic, answer_due_at=now - HOUR)
    queries()
    with_ten = queries()
    for _ in range(90):
        make_lead(clinic, answer_due_at=now - HOUR)

    assert queries() == with_ten <= 21


def test_coordinators_land_on_the_queue_and_next_is_honoured(client: Client, coordinator: StaffUser) -> None:
    typed = {"username": "coordinator", "password": "pass-of-a-test"}

    landed = client.post("/admin/login/", typed, follow=True)
    client.logout()
    elsewhere = client.post("/admin/login/", typed | {"next": "/admin/account/"})

    assert landed.redirect_chain[-1] == (QUEUE, 302)
    assert elsewhere["Location"] == "/admin/account/"


def test_who_edits_pages_keeps_the_home_page(
    client: Client, editor: StaffUser, clinic: Clinic, make_staff: Callable[..., StaffUser], home: Any
) -> None:
    both = make_staff("both", ensure_clinic_coordinators(clinic), ensure_clinic_editors(clinic, [home]))
    for user, shows_queue in ((editor, False), (both, True)):
        client.force_login(user)

        response = client.get("/admin/")

        assert response.status_code == 200
        assert (QUEUE in response.content.decode()) is shows_queue


def test_somebody_signed_out_is_asked_to_sign_in_at_home(client: Client) -> None:
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
