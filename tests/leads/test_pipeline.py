"""What staff do with a lead, by the functions and by the page."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integrations.channels.webhook import encode
from integrations.models import OutboxEvent
from leads.models import Lead, LeadEvent, Stage
from leads.pipeline import LostReasonMissing, MoveNotAllowed, StaleLead, add_note, move_lead, take_back_move
from protection.data_classes import DataClass
from sites.models import Clinic
from staff.models import StaffUser
from tests.contract import assert_contract

MakeLead = Callable[..., Lead]


def stage(slug: str) -> Stage:
    return Stage.objects.get(slug=slug)


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead) -> Lead:
    return make_lead(clinic)


def stored(lead: Lead) -> Lead:
    return Lead.objects.select_related("stage").get(pk=lead.pk)


def test_a_move_is_stored_told_in_the_timeline_and_announced(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    move_lead(lead, to=stage("connected"), actor=coordinator, version=1, at=now)

    assert (stored(lead).stage.slug, stored(lead).version) == ("connected", 2)
    assert (lead.stage.slug, lead.version) == ("connected", 2)
    entry = lead.events.get(kind=LeadEvent.Kind.STAGE_CHANGED)
    assert (entry.actor, entry.occurred_at) == (coordinator, now)
    assert entry.data == {"from": "new", "to": "connected", "lost_reason": ""}
    event = OutboxEvent.objects.get(type="lead.stage_changed")
    assert_contract(json.loads(encode(event, data_class=DataClass.HEALTH)), "lead.stage_changed.v1")


def test_a_move_decided_on_an_old_look_is_refused_and_changes_nothing(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    old_look = stored(lead)
    move_lead(lead, to=stage("connected"), actor=coordinator, version=1, at=now)

    with pytest.raises(StaleLead) as refused:
        move_lead(old_look, to=stage("attempting"), actor=coordinator, version=1, at=now)

    assert (refused.value.stage.slug, refused.value.version) == ("connected", 2)
    assert stored(lead).stage.slug == "connected"
    assert OutboxEvent.objects.filter(type="lead.stage_changed").count() == 1
    assert lead.events.filter(kind=LeadEvent.Kind.STAGE_CHANGED).count() == 1


def test_a_fresh_lead_with_an_old_version_is_refused_too(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    move_lead(lead, to=stage("connected"), actor=coordinator, version=1, at=now)

    with pytest.raises(StaleLead):
        move_lead(stored(lead), to=stage("attempting"), actor=coordinator, version=1, at=now)


def test_a_lead_is_lost_for_a_reason(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    with pytest.raises(LostReasonMissing):
        move_lead(lead, to=stage("lost"), actor=coordinator, version=1, at=now)
    assert stored(lead).stage.slug == "new"

    move_lead(lead, to=stage("lost"), actor=coordinator, version=1, at=now, lost_reason="cost")

    assert (stored(lead).lost_reason, stored(lead).closed_at) == ("cost", now)


def test_winning_closes_and_reopening_opens_again(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    move_lead(lead, to=stage("treatment-started"), actor=coordinator, version=1, at=now)
    assert stored(lead).closed_at == now

    move_lead(lead, to=stage("connected"), actor=coordinator, version=2, at=now + timedelta(days=1))

    assert stored(lead).closed_at is None


def test_the_reason_leaves_with_the_loss(lead: Lead, now: datetime) -> None:
    move_lead(lead, to=stage("lost"), actor=None, version=1, at=now, lost_reason="cost")

    move_lead(lead, to=stage("treatment-started"), actor=None, version=2, at=now)

    assert stored(lead).lost_reason == ""


def test_a_move_to_where_it_is_does_nothing(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    move_lead(lead, to=stage("new"), actor=coordinator, version=1, at=now)

    assert stored(lead).version == 1
    assert not OutboxEvent.objects.exists()


def test_a_move_that_cannot_be_announced_is_not_made(
    lead: Lead, coordinator: StaffUser, now: datetime, clinic: Clinic
) -> None:
    lead.clinic = Clinic(pk="019ae7a4-0000-7000-8000-000000000000", slug="gone", name="Gone")

    with pytest.raises(IntegrityError):
        move_to_connected_and_check(lead, coordinator, now)

    assert stored(lead).stage.slug == "new"


@transaction.atomic
def move_to_connected_and_check(lead: Lead, actor: StaffUser, now: datetime) -> None:
    move_lead(lead, to=stage("connected"), actor=actor, version=1, at=now)
    connection.check_constraints()  # PostgreSQL asks at the end of a transaction, which a test never reaches


def told(event_type: str) -> list[dict[str, Any]]:
    events = OutboxEvent.objects.filter(type=event_type).order_by("pk")
    return [json.loads(encode(each, data_class=DataClass.HEALTH)) for each in events]


def test_a_lead_that_is_won_or_lost_is_told_to_be_closed_once(lead: Lead, now: datetime) -> None:
    move_lead(lead, to=stage("lost"), actor=None, version=1, at=now, lost_reason="cost")
    move_lead(lead, to=stage("treatment-started"), actor=None, version=2, at=now)

    (closed,) = told("lead.closed")
    assert_contract(closed, "lead.closed.v1")
    assert told("lead.reopened") == []
    assert len(told("lead.stage_changed")) == 2


def test_a_closed_lead_that_is_opened_again_is_told_once(lead: Lead, now: datetime) -> None:
    move_lead(lead, to=stage("lost"), actor=None, version=1, at=now, lost_reason="cost")
    move_lead(lead, to=stage("connected"), actor=None, version=2, at=now)
    move_lead(lead, to=stage("attempting"), actor=None, version=3, at=now)

    (reopened,) = told("lead.reopened")
    assert_contract(reopened, "lead.reopened.v1")
    assert len(told("lead.closed")) == 1


def test_undoing_tells_the_opposite(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    closing = move_lead(lead, to=stage("lost"), actor=coordinator, version=1, at=now, lost_reason="cost")
    assert closing
    opening = take_back_move(lead, entry_id=closing.pk, actor=coordinator, version=2, at=now)
    after_one = len(told("lead.closed")), len(told("lead.reopened"))
    take_back_move(lead, entry_id=opening.pk, actor=coordinator, version=3, at=now)

    assert after_one == (1, 1)
    assert [each["data"]["lost_reason"] for each in told("lead.closed")] == ["cost", "cost"]
    assert len(told("lead.reopened")) == 1


def test_a_reason_of_somebodys_own_making_is_not_told(lead: Lead, now: datetime) -> None:
    move_lead(lead, to=stage("lost"), actor=None, version=1, at=now, lost_reason="afraid of needles")

    assert told("lead.closed")[0]["data"]["lost_reason"] == "other"


def test_a_move_that_is_rolled_back_is_told_to_nobody(lead: Lead, now: datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        move_lead(lead, to=stage("lost"), actor=None, version=1, at=now, lost_reason="cost")
        raise RuntimeError

    assert not OutboxEvent.objects.exists()


def test_a_note_is_encrypted_in_the_database(lead: Lead, coordinator: StaffUser, now: datetime) -> None:
    add_note(lead, text=" Afraid of needles. ", actor=coordinator, at=now)

    note = lead.events.get(kind=LeadEvent.Kind.NOTE)
    assert (note.text, note.actor, note.data) == ("Afraid of needles.", coordinator, {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM leads_leadevent WHERE kind = 'note'")
        assert "needles" not in cursor.fetchone()[0]


# ---- by the page ----


def page(client: Client, lead: Lead) -> str:
    return client.get(reverse("leads:inspect", args=[lead.pk])).content.decode()


def post(client: Client, lead: Lead, what: str, **values: Any) -> Any:
    return client.post(reverse(f"leads:{what}", args=[lead.pk]), values)


def test_the_page_tells_what_there_is_to_know(signed_in: Client, lead: Lead) -> None:
    text = page(signed_in, lead)

    for fact in (
        "Jo Marlowe",
        "tel:+12185550187",
        f"/admin/leads/{lead.pk}/email/",
        "My back, for two years.",
        "Text message",
    ):
        assert fact in text


def test_a_move_by_the_page_leads_back_to_it(signed_in: Client, lead: Lead, coordinator: StaffUser) -> None:
    response = post(signed_in, lead, "move", stage=stage("connected").pk, version=1)

    assert (response.status_code, response["Location"]) == (302, reverse("leads:inspect", args=[lead.pk]))
    assert stored(lead).stage.slug == "connected"
    text = page(signed_in, lead)
    assert "Moved from New to Connected" in text
    assert "Robin Vale" in text


def test_a_stale_move_says_what_changed_and_keeps_the_choice(
    signed_in: Client, lead: Lead, manager: StaffUser, now: datetime
) -> None:
    move_lead(lead, to=stage("connected"), actor=manager, version=1, at=now)

    response = post(signed_in, lead, "move", stage=stage("lost").pk, lost_reason="distance", version=1)

    assert response.status_code == 409
    text = response.content.decode()
    assert "it is in “Connected” now" in text
    assert "manager" in text
    assert '<option value="distance" selected>' in text
    assert stored(lead).stage.slug == "connected"
    # The same form sent again knows what its sender has now seen.
    again = post(signed_in, lead, "move", **response.context["move_form"].data)
    assert again.status_code == 302
    assert stored(lead).stage.slug == "lost"


def test_a_loss_without_a_reason_is_asked_for_one(signed_in: Client, lead: Lead) -> None:
    response = post(signed_in, lead, "move", stage=stage("lost").pk, version=1)

    assert response.status_code == 422
    assert "Say why it is lost." in response.content.decode()
    assert stored(lead).stage.slug == "new"


def test_a_note_by_the_page_stands_in_the_timeline(signed_in: Client, lead: Lead) -> None:
    post(signed_in, lead, "note", text="Call after <five>.")

    assert "Call after &lt;five&gt;." in page(signed_in, lead)


def test_an_empty_note_is_refused(signed_in: Client, lead: Lead) -> None:
    response = post(signed_in, lead, "note", text="   ")

    assert response.status_code == 422
    assert not lead.events.filter(kind=LeadEvent.Kind.NOTE).exists()


def test_the_address_of_a_form_leads_to_the_page(signed_in: Client, lead: Lead) -> None:
    response = signed_in.get(reverse("leads:move", args=[lead.pk]))

    assert (response.status_code, response["Location"]) == (302, reverse("leads:inspect", args=[lead.pk]))


def test_a_longer_history_costs_the_page_no_more_queries(
    signed_in: Client, lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(signed_in, lead)
        return len(captured)

    add_note(lead, text="The first", actor=coordinator, at=now)
    queries()
    with_one_note = queries()
    for number in range(40):
        add_note(lead, text=f"Note {number}", actor=coordinator, at=now)

    assert queries() == with_one_note <= 26


# ---- stages that lead to some others alone, and moves taken back ----


def test_a_stage_may_lead_to_some_stages_alone_for_people_and_to_any_for_the_system(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    stage("new").moves_to.set([stage("attempting")])

    with pytest.raises(MoveNotAllowed):
        move_lead(lead, to=stage("treatment-started"), actor=coordinator, version=1, at=now)
    assert stored(lead).stage.slug == "new"

    move_lead(lead, to=stage("attempting"), actor=coordinator, version=1, at=now)
    move_lead(lead, to=stage("treatment-started"), actor=None, version=2, at=now)
    assert stored(lead).stage.slug == "treatment-started"


def test_a_move_is_taken_back_to_the_stage_and_the_reason_before_it(
    lead: Lead, coordinator: StaffUser, now: datetime
) -> None:
    move_lead(lead, to=stage("lost"), actor=coordinator, version=1, at=now, lost_reason="cost")
    entry = move_lead(lead, to=stage("new"), actor=coordinator, version=2, at=now)
    assert entry

    take_back_move(lead, entry_id=entry.pk, actor=coordinator, version=3, at=now)

    after = stored(lead)
    assert (after.stage.slug, after.lost_reason, after.version) == ("lost", "cost", 4)
    assert after.closed_at == now
    assert lead.events.filter(kind=LeadEvent.Kind.STAGE_CHANGED).count() == 3


def test_a_move_is_not_taken_back_after_somebody_changed_the_lead(
    lead: Lead, coordinator: StaffUser, make_staff: Callable[..., StaffUser], now: datetime
) -> None:
    first = move_lead(lead, to=stage("attempting"), actor=coordinator, version=1, at=now)
    colleague = make_staff("colleague")
    move_lead(lead, to=stage("connected"), actor=colleague, version=2, at=now)
    assert first

    with pytest.raises(StaleLead) as refused:
        take_back_move(lead, entry_id=first.pk, actor=coordinator, version=2, at=now)

    assert refused.value.last_change
    assert (refused.value.stage.slug, refused.value.last_change.actor) == ("connected", colleague)
    assert stored(lead).stage.slug == "connected"
