"""What people make of the list: filters, columns, order, and the views that they keep and share."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from leads.groups import ensure_clinic_coordinators
from leads.models import Lead, SavedView, Stage
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]

LIST = "/admin/leads/"
NEW = "/admin/leads/views/new/"
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


def names_on(client: Client, query: str) -> list[str]:
    return [lead.person.full_name for lead in client.get(LIST + query).context["object_list"]]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?due=overdue", ["Over"]),
        ("?due=today", ["Today"]),
        ("?due=none", ["Forgotten"]),
        ("?status=closed", ["Lost"]),
        ("?owner=me", ["Forgotten"]),
        ("?owner=nobody&status=open", ["Today", "Over"]),
        ("?received_from=2026-03-04", ["Lost", "Forgotten", "Today"]),
        ("?received_to=2026-03-03", ["Over"]),
        ("?received_from=yesterday", ["Lost", "Forgotten", "Today", "Over"]),
        ("?due=overdue&ordering=nonsense&p=7&columns=secrets", ["Over"]),
        ("?ordering=person__full_name", ["Forgotten", "Lost", "Over", "Today"]),
        ("?ordering=-due_at&status=open", ["Today", "Over", "Forgotten"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    signed_in: Client,
    clinic: Clinic,
    coordinator: StaffUser,
    make_lead: MakeLead,
    now: datetime,
    query: str,
    shown: list[str],
) -> None:
    early = {"created_at": now - 2 * DAY, "last_requested_at": now - 2 * DAY}
    make_lead(clinic, full_name="Over", answer_due_at=now - DAY, **early)
    make_lead(clinic, full_name="Today", answer_due_at=now + timedelta(hours=1))
    make_lead(clinic, full_name="Forgotten", answered_at=now, owner=coordinator)
    make_lead(clinic, full_name="Lost", stage=Stage.objects.get(slug="lost"), closed_at=now, owner=None)
    if "owner=nobody" not in query:
        Lead.objects.filter(person__full_name="Lost").update(last_requested_at=now + timedelta(minutes=1))

    assert sorted(names_on(signed_in, query)) == sorted(shown)
    if "ordering=" in query:
        assert names_on(signed_in, query) == shown


def test_only_chosen_columns_are_shown(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    make_lead(clinic)

    page = signed_in.get(LIST + "?columns=email&columns=stage&columns=message").content.decode()

    assert "mailto:jo@example.com" in page
    assert "(218) 555-0187" not in page


def test_paging_names_nobody_in_the_address(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    for number in range(30):
        make_lead(clinic, full_name=f"Zoe {number:02}")

    page = signed_in.get(LIST + "?ordering=person__full_name")

    assert "Zoe" not in str(page.context["page"].next)
    rest = names_on(signed_in, f"?ordering=person__full_name&p={page.context['page'].next}")
    assert rest == [f"Zoe {number:02}" for number in range(25, 30)]


def test_a_row_of_another_clinic_tells_nothing_as_a_position(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    for name in ("Ana", "Zoe"):
        make_lead(clinic, full_name=name)
    theirs = make_lead(other_clinic, full_name="Mia")

    assert names_on(signed_in, f"?ordering=person__full_name&p=after.{theirs.pk.hex}") == ["Ana", "Zoe"]


def test_a_view_is_kept_renamed_shared_opened_first_and_deleted(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead, now: datetime
) -> None:
    make_lead(clinic, full_name="Over", answer_due_at=now - DAY)
    make_lead(clinic, full_name="Later", answer_due_at=now + DAY)
    query = "due=overdue&columns=name&columns=phone&ordering=due_at&q=Over&p=after.0"
    assert "q=" not in signed_in.get(f"{NEW}?{query}").content.decode().split("<form method")[1]

    kept = signed_in.post(NEW, {"name": "Late ones", "query": query})

    view = SavedView.objects.get(owner=coordinator)
    assert view.query == "columns=name&columns=phone&due=overdue&ordering=due_at"
    assert kept["Location"] == view.url
    assert names_on(signed_in, view.url.removeprefix(LIST)) == ["Over"]
    edit = reverse("leads:view_edit", args=[view.pk])
    signed_in.post(edit, {"name": "Late", "clinic": str(clinic.pk), "is_default": "on"})
    view.refresh_from_db()
    assert (view.name, view.clinic, view.is_default) == ("Late", clinic, True)
    assert signed_in.get(LIST)["Location"] == view.url
    assert len(names_on(signed_in, "?view=all")) == 2
    signed_in.post(edit, {"update": "1", "query": "due=none"})
    view.refresh_from_db()
    assert (view.query, view.is_default) == ("due=none", True)
    signed_in.post(edit, {"delete": "1"})
    assert not SavedView.objects.exists()


def test_one_view_of_a_person_opens_first_and_names_differ(signed_in: Client, coordinator: StaffUser) -> None:
    for name in ("One", "Two"):
        signed_in.post(NEW, {"name": name, "query": "due=none", "is_default": "on"})

    again = signed_in.post(NEW, {"name": "One", "query": "due=none"})
    long = signed_in.post(NEW, {"name": "Long", "query": "&".join(f"stage={number}" for number in range(500))})

    assert [view.name for view in SavedView.objects.filter(is_default=True)] == ["Two"]
    assert (again.status_code, long.status_code, SavedView.objects.count()) == (422, 422, 2)


def test_a_shared_view_is_seen_by_the_clinics_people_and_changed_by_owner_and_manager(
    client: Client,
    coordinator: StaffUser,
    manager: StaffUser,
    clinic: Clinic,
    other_clinic: Clinic,
    make_staff: Callable[..., StaffUser],
) -> None:
    colleague = make_staff("colleague", ensure_clinic_coordinators(clinic))
    stranger = make_staff("stranger", ensure_clinic_coordinators(other_clinic))
    shared = SavedView.objects.create(owner=coordinator, clinic=clinic, name="Our mornings", query="due=today")
    private = SavedView.objects.create(owner=coordinator, name="My own", query="due=today")
    edit = reverse("leads:view_edit", args=[shared.pk])

    for user, sees, status in ((colleague, True, 302), (stranger, False, 404), (manager, True, 200)):
        client.force_login(user)
        assert ("Our mornings" in client.get(LIST).content.decode()) is sees
        assert "My own" not in client.get(LIST).content.decode()
        assert client.get(edit).status_code == status
        assert client.get(reverse("leads:view_edit", args=[private.pk])).status_code == 404
    client.force_login(stranger)
    assert client.post(edit, {"delete": "1"}).status_code == 404
    client.force_login(colleague)
    client.post(edit, {"delete": "1"})
    assert SavedView.objects.count() == 2


def test_a_view_is_not_shared_with_a_clinic_of_others(
    signed_in: Client, coordinator: StaffUser, other_clinic: Clinic
) -> None:
    refused = signed_in.post(NEW, {"name": "Ours", "query": "due=none", "clinic": str(other_clinic.pk)})

    assert refused.status_code == 422
    assert other_clinic.name not in refused.content.decode()
    assert not SavedView.objects.exists()


def test_a_list_has_four_ways_of_being_empty(
    client: Client, signed_in: Client, make_staff: Callable[..., StaffUser], clinic: Clinic
) -> None:
    assert "No leads yet" in signed_in.get(LIST).content.decode()
    assert "No lead matches." in signed_in.get(LIST + "?due=overdue").content.decode()
    assert "No leads yet" in signed_in.get("/admin/leads/queue/").content.decode()
    nobody = group_with_admin_access("Nobody")
    client.force_login(make_staff("nobody", nobody))
    assert client.get(LIST)["Location"] == "/admin/"
    grant_in_clinic(nobody, clinic, Lead, ["view"])
