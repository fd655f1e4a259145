"""Who looked at a lead, changed it, searched or was refused is in the audit, whatever view they came by."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from leads.bulk_changes import move_leads
from leads.models import Lead, Stage
from protection.models import AuditEntry
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(clinic: Clinic, make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(clinic)


def page(lead: Lead, name: str = "inspect") -> str:
    return reverse(f"leads:{name}", args=[lead.pk])


def entered() -> list[tuple[str, str]]:
    return [(entry.action, entry.data["view"]) for entry in AuditEntry.objects.order_by("pk")]


def test_looking_at_a_lead_is_entered_with_who_and_where(signed_in: Client, coordinator: StaffUser, lead: Lead) -> None:
    response = signed_in.get(page(lead))

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_type) == ("viewed", str(coordinator.pk), "lead")
    assert (entry.subject_id, entry.clinic_id) == (str(lead.pk), lead.clinic_id)
    assert (entry.data, entry.request_id) == ({"view": "leads:inspect"}, response["X-Request-ID"])


def test_a_change_is_entered_and_a_refused_form_is_not(signed_in: Client, lead: Lead) -> None:
    signed_in.post(page(lead, "note"), {"text": ""})
    assert entered() == []

    signed_in.post(page(lead, "note"), {"text": "Called twice."})

    assert entered() == [("changed", "leads:note")]


def test_a_search_is_entered_without_its_words(signed_in: Client, lead: Lead) -> None:
    signed_in.get(reverse("leads:index"))
    signed_in.get(reverse("leads:index"), {"q": "marlowe"})

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id) == ("searched", "")
    assert "marlowe" not in str(entry.data)


def test_somebody_elses_lead_that_was_tried_is_entered_at_its_own_clinic(
    signed_in: Client, other_clinic: Clinic, coordinator: StaffUser, make_lead: Callable[..., Lead]
) -> None:
    theirs = make_lead(other_clinic)

    assert signed_in.get(page(theirs)).status_code == 404

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("denied", str(coordinator.pk), str(theirs.pk))
    assert entry.clinic_id == other_clinic.pk


def test_a_lead_that_never_was_is_nothing_to_enter(signed_in: Client, lead: Lead) -> None:
    assert signed_in.get(reverse("leads:inspect", args=[lead.person_id])).status_code == 404

    assert not AuditEntry.objects.exists()


def test_who_may_look_and_not_change_is_entered_as_refused(
    client: Client, clinic: Clinic, lead: Lead, make_staff: Callable[..., StaffUser]
) -> None:
    group = group_with_admin_access("Readers")
    grant_in_clinic(group, clinic, Lead, ["view"])
    client.force_login(make_staff("reader", group))

    client.post(page(lead, "note"), {"text": "x"})

    assert entered() == [("denied", "leads:note")]


def test_an_editor_who_tries_the_list_is_entered(client: Client, editor: StaffUser, lead: Lead) -> None:
    client.force_login(editor)

    client.get(reverse("leads:index"))

    assert entered() == [("denied", "leads:index")]


def test_nothing_that_anybody_typed_is_in_the_audit(signed_in: Client, lead: Lead) -> None:
    signed_in.get(page(lead))
    signed_in.get(reverse("leads:index"), {"q": "jo@example.com"})
    signed_in.post(page(lead, "note"), {"text": "Quillfeather has a bad back."})

    kept = str(list(AuditEntry.objects.values()))
    for word in ("marlowe", "jo@example", "2185550187", "back", "quillfeather"):
        assert word not in kept.lower()


def test_an_export_is_entered_for_each_clinic_with_how_many_and_which_filters(
    client: Client,
    manager: StaffUser,
    clinic: Clinic,
    other_clinic: Clinic,
    make_lead: Callable[..., Lead],
) -> None:
    for at in (clinic, clinic, other_clinic):
        make_lead(at)
    client.force_login(manager)

    b"".join(client.get(reverse("leads:export"), {"q": "marlowe"}).streaming_content)  # type: ignore[attr-defined]

    exports = AuditEntry.objects.filter(action="exported")
    assert {each.clinic_id: each.data["count"] for each in exports} == {clinic.pk: 2, other_clinic.pk: 1}
    assert "marlowe" not in str([each.data for each in AuditEntry.objects.all()])


def test_a_change_to_many_is_entered_for_each_lead(
    coordinator: StaffUser, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    leads = [make_lead(clinic), make_lead(clinic)]

    move_leads({each.pk: 1 for each in leads}, to=Stage.objects.get(slug="attempting"), actor=coordinator, at=now)

    entries = AuditEntry.objects.filter(action="changed")
    assert {each.subject_id for each in entries} == {str(lead.pk) for lead in leads}
