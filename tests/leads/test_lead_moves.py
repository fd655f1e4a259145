"""Moving a lead and giving it away: what the page and the board are answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from leads.groups import ensure_clinic_coordinators
from leads.models import Lead, Stage
from leads.pipeline import move_lead
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]
JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead) -> Lead:
    return make_lead(clinic)


def stage(slug: str) -> Stage:
    return Stage.objects.get(slug=slug)


def post(client: Client, name: str, lead: Lead, **values: object) -> Any:
    return client.post(reverse(f"leads:{name}", args=[lead.pk]), values, headers=JSON)


def test_a_move_is_answered_with_the_way_back(signed_in: Client, lead: Lead) -> None:
    answer = post(signed_in, "move", lead, stage=stage("connected").pk, version=1)

    assert answer.status_code == 200
    told = answer.json()
    assert (told["stage"], told["version"]) == ("connected", 2)
    assert told["text"] == "The lead is in “Connected”."

    back = signed_in.post(told["undo"]["url"], told["undo"]["body"], headers=JSON)

    assert (back.json()["stage"], back.json()["version"]) == ("new", 3)
    lead.refresh_from_db()
    assert lead.stage == stage("new")


def test_a_stale_move_is_refused_with_who_and_what(
    signed_in: Client, lead: Lead, manager: StaffUser, now: datetime
) -> None:
    manager.first_name, manager.last_name = "Ash", "Reyes"
    manager.save()
    move_lead(lead, to=stage("attempting"), actor=manager, version=1, at=now)

    answer = post(signed_in, "move", lead, stage=stage("connected").pk, version=1)

    assert answer.status_code == 409
    told = answer.json()
    assert (told["stage"], told["version"], told["who"]) == ("attempting", 2, "Ash Reyes")
    assert told["change"] == "Moved from New to Attempting"
    assert "Ash Reyes" in told["what"]
    assert told["when"] == now.isoformat()
    lead.refresh_from_db()
    assert lead.stage == stage("attempting")


def test_a_lost_lead_needs_a_reason(signed_in: Client, lead: Lead) -> None:
    answer = post(signed_in, "move", lead, stage=stage("lost").pk, version=1)

    assert (answer.status_code, answer.json()["fields"]) == (422, ["lost_reason"])
    answer = post(signed_in, "move", lead, stage=stage("lost").pk, version=1, lost_reason="cost")
    assert answer.status_code == 200


def test_a_move_that_the_stage_does_not_lead_to_says_where_it_leads(signed_in: Client, lead: Lead) -> None:
    stage("new").moves_to.set([stage("attempting"), stage("lost")])

    answer = post(signed_in, "move", lead, stage=stage("connected").pk, version=1)

    assert answer.status_code == 422
    assert answer.json()["what"] == "From “New” a lead may go to: Attempting or Lost."
    page = signed_in.post(reverse("leads:move", args=[lead.pk]), {"stage": stage("connected").pk, "version": 1})
    assert (page.status_code, "Attempting or Lost" in page.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "values", [{}, {"stage": "x", "version": "1"}, {"stage": "99999", "version": "1"}, {"stage": "1", "version": "y"}]
)
def test_nonsense_is_refused_and_changes_nothing(signed_in: Client, lead: Lead, values: dict[str, str]) -> None:
    for name in ("move", "undo_move"):
        answer = post(signed_in, name, lead, **values)
        assert answer.status_code == 422
        assert answer.json()["what"]
    assert Lead.objects.get(pk=lead.pk).version == 1


def test_what_is_no_move_of_this_lead_cannot_be_taken_back(signed_in: Client, lead: Lead) -> None:
    answer = post(signed_in, "undo_move", lead, entry=uuid4(), version=1)

    assert (answer.status_code, answer.json()["stage"]) == (409, "new")


def test_without_script_a_move_leads_back_to_where_it_was_made_and_offers_undo(signed_in: Client, lead: Lead) -> None:
    url = reverse("leads:move", args=[lead.pk])

    answer = signed_in.post(url, {"stage": stage("connected").pk, "version": 1, "next": "/admin/leads/"})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/leads/")
    page = signed_in.get("/admin/leads/").content.decode()
    assert f'action="{reverse("leads:undo_move", args=[lead.pk])}"' in page
    elsewhere = signed_in.post(url, {"stage": stage("new").pk, "version": 2, "next": "https://example.com/"})
    assert elsewhere["Location"] == reverse("leads:inspect", args=[lead.pk])


def test_a_lead_is_given_to_somebody_of_the_clinic_and_taken_back(
    signed_in: Client, lead: Lead, coordinator: StaffUser
) -> None:
    answer = post(signed_in, "assign", lead, owner=coordinator.pk, version=1)

    assert answer.json()["text"] == "Robin Vale has the lead now."
    assert Lead.objects.get(pk=lead.pk).owner == coordinator
    undo = answer.json()["undo"]
    signed_in.post(undo["url"], undo["body"], headers=JSON)
    assert Lead.objects.get(pk=lead.pk).owner is None


def test_nobody_of_another_clinic_is_offered_or_taken(
    signed_in: Client,
    lead: Lead,
    coordinator: StaffUser,
    other_clinic: Clinic,
    make_staff: Callable[..., StaffUser],
) -> None:
    stranger = make_staff("stranger", ensure_clinic_coordinators(other_clinic))

    offered = signed_in.get(reverse("leads:assign", args=[lead.pk]), headers=JSON).json()
    refused = post(signed_in, "assign", lead, owner=stranger.pk, version=1)

    assert offered["owners"] == [{"id": coordinator.pk, "name": "Robin Vale", "is_me": True}]
    assert refused.status_code == 422
    assert Lead.objects.get(pk=lead.pk).owner is None


def test_an_old_look_gives_nothing_away(
    signed_in: Client, lead: Lead, coordinator: StaffUser, manager: StaffUser, now: datetime
) -> None:
    move_lead(lead, to=stage("attempting"), actor=manager, version=1, at=now)

    for headers in (JSON, {}):
        answer = signed_in.post(
            reverse("leads:assign", args=[lead.pk]), {"owner": coordinator.pk, "version": 1}, headers=headers
        )
        assert answer.status_code == 409
    assert Lead.objects.get(pk=lead.pk).owner is None


def test_a_lead_of_another_clinic_is_not_found(signed_in: Client, other_clinic: Clinic, make_lead: MakeLead) -> None:
    foreign = make_lead(other_clinic)

    for name in ("move", "undo_move", "assign"):
        assert post(signed_in, name, foreign, stage=1, version=1, owner="").status_code == 404
    assert signed_in.get(reverse("leads:assign", args=[foreign.pk]), headers=JSON).status_code == 404


def test_somebody_signed_out_is_told_so_not_sent_to_a_page(client: Client, lead: Lead) -> None:
    assert post(client, "move", lead, stage=stage("connected").pk, version=1).status_code == 403
