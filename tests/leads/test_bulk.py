"""One change to many leads, and the list as a sheet: what is stated is what is done, and nothing of another clinic."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from leads.groups import ensure_clinic_coordinators
from leads.models import Lead, Stage
from leads.pipeline import add_note, move_lead
from leads.viewsets import bulk, bulk_choice, bulk_forms
from protection.models import AuditEntry
from sites.groups import grant_in_clinic
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]

BULK, DONE, EXPORT = "/admin/leads/bulk/", "/admin/leads/bulk/done/", "/admin/leads/export/"


def stages_of(*leads: Lead) -> list[str]:
    return [Lead.objects.get(pk=lead.pk).stage.slug for lead in leads]


def stage(slug: str) -> Stage:
    return Stage.objects.get(slug=slug)


def state(client: Client, action: str, **posted: Any) -> dict[str, Any]:
    """What the page that states the number would post."""
    page = client.post(BULK, {"action": action} | posted)
    form = page.context["form"]
    return {"action": action, "confirmed": "1", "chosen": form.initial["chosen"], "query": form.initial["query"]}


def test_ticked_leads_are_moved_as_stated_and_taken_back(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead
) -> None:
    leads = [make_lead(clinic) for _ in range(3)]
    stated = signed_in.post(
        BULK, {"action": "move", "lead": [leads[0].pk.hex], "elsewhere": leads[1].pk.hex, "query": "due=none"}
    )
    assert "2 leads will be moved." in stated.content.decode()
    typed = state(signed_in, "move", lead=[leads[0].pk.hex], elsewhere=leads[1].pk.hex, query="due=none")

    done = signed_in.post(BULK, typed | {"stage": stage("connected").pk}, follow=True)

    assert stages_of(*leads) == ["connected", "connected", "new"]
    assert "2 leads were changed." in done.content.decode()
    assert "/admin/leads/?due=none" in done.content.decode()
    assert "2 leads are as before." in signed_in.post(DONE, follow=True).content.decode()
    assert stages_of(*leads) == ["new", "new", "new"]
    assert "nothing to take back" in signed_in.post(DONE, follow=True).content.decode()


def test_who_chooses_no_owner_takes_the_leads_themselves(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead
) -> None:
    asked = signed_in.post(BULK, {"action": "assign", "lead": [make_lead(clinic).pk.hex]}).content.decode()

    assert f'<option value="{coordinator.pk}" selected>Robin Vale</option>' in asked


def test_all_that_match_are_those_that_the_list_shows(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead
) -> None:
    shown = [make_lead(clinic, full_name=f"Ash {number}", owner=coordinator) for number in range(30)]
    others = [make_lead(clinic, full_name="Ash"), make_lead(clinic, full_name="Birch", owner=coordinator)]
    query = "owner=me&q=ash"
    assert str(signed_in.get(f"/admin/leads/?{query}").context["items_count"]) == "30"

    typed = state(signed_in, "move", all="1", query=query)
    late = make_lead(clinic, full_name="Ash, too late", owner=coordinator)
    signed_in.post(BULK, typed | {"stage": stage("connected").pk})

    assert set(stages_of(*shown)) == {"connected"}
    assert set(stages_of(*others, late)) == {"new"}


def test_who_was_changed_meanwhile_is_left_and_told(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead, now: datetime
) -> None:
    changed, same, free = (make_lead(clinic, full_name=name) for name in ("Changed", "Same", "Free"))
    move_lead(same, to=stage("connected"), actor=coordinator, version=1, at=now)
    typed = state(signed_in, "move", lead=[changed.pk.hex, same.pk.hex, free.pk.hex])
    move_lead(changed, to=stage("attempting"), actor=coordinator, version=1, at=now)
    add_note(free, text="A note moves no version.", actor=coordinator, at=now)

    page = signed_in.post(BULK, typed | {"stage": stage("connected").pk}, follow=True).content.decode()

    assert stages_of(changed, same, free) == ["attempting", "connected", "connected"]
    assert "1 lead was changed." in page
    assert "2 leads were left as they are:" in page
    assert f'<a href="/admin/leads/{changed.pk}/">Changed</a>' in page


def test_leads_of_another_clinic_are_neither_counted_nor_changed(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    ours, theirs = make_lead(clinic), make_lead(other_clinic, full_name="Quillfeather")
    ticked = signed_in.post(BULK, {"action": "move", "lead": [ours.pk.hex, theirs.pk.hex]})
    every = signed_in.post(BULK, {"action": "move", "all": "1", "query": f"clinic={other_clinic.pk}"})
    forged = {"action": "move", "confirmed": "1", "chosen": f"{theirs.pk.hex}.1", "stage": stage("connected").pk}

    done = signed_in.post(BULK, forged, follow=True)

    assert ticked.context["count"] == every.context["count"] == 1
    assert "0 leads were changed." in done.content.decode()
    assert "Quillfeather" not in done.content.decode()
    assert stages_of(ours, theirs) == ["new", "new"]


def test_lost_needs_a_reason_and_a_lead_an_owner_who_works_there(
    signed_in: Client,
    clinic: Clinic,
    other_clinic: Clinic,
    coordinator: StaffUser,
    make_lead: MakeLead,
    make_staff: Callable[..., StaffUser],
) -> None:
    lead = make_lead(clinic)
    stranger = make_staff("stranger", ensure_clinic_coordinators(other_clinic), first_name="Wren")
    moving = state(signed_in, "move", lead=[lead.pk.hex]) | {"stage": stage("lost").pk}
    giving = state(signed_in, "assign", lead=[lead.pk.hex])

    refused = [
        signed_in.post(BULK, moving),
        signed_in.post(BULK, giving | {"owner": stranger.pk}),
        signed_in.post(BULK, {"action": "erase", "lead": [lead.pk.hex]}),
        signed_in.post(BULK, {"action": "move", "lead": ["x" * 50]}),
    ]
    assert [response.status_code for response in refused] == [422, 422, 422, 422]
    assert "Wren" not in refused[1].content.decode()
    signed_in.post(BULK, giving | {"owner": coordinator.pk})
    signed_in.post(DONE)
    assert Lead.objects.get(pk=lead.pk).owner is None
    moving = state(signed_in, "move", lead=[lead.pk.hex]) | {"stage": stage("lost").pk}
    signed_in.post(BULK, moving | {"lost_reason": "cost"})
    assert stages_of(lead) == ["lost"]


def test_the_number_is_typed_where_it_is_large(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bulk, bulk_forms):
        monkeypatch.setattr(module, "TYPED_ABOVE", 2)
    leads = [make_lead(clinic) for _ in range(3)]
    typed = state(signed_in, "move", all="1") | {"stage": stage("connected").pk}

    asked = signed_in.post(BULK, typed | {"typed": "2"})
    assert asked.status_code == 422
    assert "Type the number of leads" in asked.content.decode()
    assert stages_of(*leads) == ["new"] * 3
    signed_in.post(BULK, typed | {"typed": " 3 "})
    assert stages_of(*leads) == ["connected"] * 3


def test_more_than_a_request_does_is_refused_as_a_whole(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    for _ in range(3):
        make_lead(clinic)

    assert "Nothing was changed." in signed_in.post(BULK, {"action": "move", "all": "1"}).content.decode()


def test_what_was_chosen_is_read_back_and_nothing_else() -> None:
    text = "0" * 32 + ".7,nonsense,.," + "1" * 32 + "." + "9" * 40

    assert bulk_choice.written(bulk_choice.chosen_in(text)) == "0" * 32 + ".7"


def test_who_may_only_look_changes_nothing(
    client: Client, make_staff: Callable[..., StaffUser], clinic: Clinic, make_lead: MakeLead
) -> None:
    lead = make_lead(clinic)
    looks = ensure_clinic_coordinators(clinic)
    looks.clinic_permissions.filter(permission__codename="change_lead").delete()
    client.force_login(make_staff("looks", looks))

    assert client.post(BULK, {"action": "move", "lead": [lead.pk.hex]})["Location"] == "/admin/"
    assert "Choose Jo Marlowe" not in client.get("/admin/leads/").content.decode()


@pytest.fixture
def exporter(coordinator: StaffUser, clinic: Clinic) -> StaffUser:
    group = Group.objects.create(name="May export")
    grant_in_clinic(group, clinic, Lead, ["export"])
    coordinator.groups.add(group)
    return coordinator


def sheet(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(EXPORT + query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(text)))


def test_a_sheet_holds_the_shown_columns_of_the_shown_leads(
    exporter: StaffUser, signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(clinic, full_name="Jo Marlowe", owner=exporter)
    make_lead(clinic, full_name="Nobody's")
    make_lead(other_clinic, full_name="Quillfeather", owner=exporter)

    rows = sheet(signed_in, "?owner=me&columns=phone&columns=email&columns=message")

    assert rows == [["Name", "Phone", "E-mail"], ["Jo Marlowe", "(218) 555-0187", "jo@example.com"]]
    entry = AuditEntry.objects.get(action="exported")
    assert (entry.actor, entry.clinic_id, entry.data["count"]) == (str(exporter.pk), clinic.pk, 1)
    assert entry.data["filters"] == "columns=email&columns=message&columns=phone&owner=me"


def test_a_sheet_runs_nothing_and_keeps_numbers(
    exporter: StaffUser, signed_in: Client, clinic: Clinic, make_lead: MakeLead
) -> None:
    for name in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx"):
        make_lead(clinic, full_name=name, phone="+442079460000")

    rows = sheet(signed_in, "?columns=phone")[1:]

    assert all(cell.startswith("'") for row in rows for cell in row)
    assert {row[1] for row in rows} == {"'+44 20 7946 0000"}


def test_a_sheet_needs_a_right_of_its_own_in_the_clinic(
    exporter: StaffUser, signed_in: Client, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    exporter.groups.add(ensure_clinic_coordinators(other_clinic))
    make_lead(other_clinic, full_name="Seen, not taken")

    assert "Export" in signed_in.get("/admin/leads/").content.decode()
    assert len(sheet(signed_in)) == 1


def test_a_coordinator_takes_no_sheet_away(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    make_lead(clinic)

    assert signed_in.get(EXPORT)["Location"] == "/admin/"
    assert "Export" not in signed_in.get("/admin/leads/").content.decode()
