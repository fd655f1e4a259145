"""Who may read the audit, and of which clinics."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leads.groups import ensure_clinic_managers
from leads.models import Lead
from protection.audit import record
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

AUDIT = reverse("audit:index")


@pytest.fixture
def manager_of_clinic(client: Client, clinic: Clinic, make_staff: Callable[..., StaffUser]) -> Client:
    client.force_login(make_staff("boss", ensure_clinic_managers(clinic), first_name="Ira", last_name="Stone"))
    return client


def test_a_manager_reads_who_looked_at_their_clinics_leads_and_no_name_of_a_patient(
    manager_of_clinic: Client, clinic: Clinic, other_clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    lead, theirs = make_lead(clinic), make_lead(other_clinic, full_name="Ash Quillfeather")
    record("viewed", actor=None, subject_type="lead", subject_id=theirs.pk, clinic_id=other_clinic.pk, at=now)
    manager_of_clinic.get(reverse("leads:inspect", args=[lead.pk]))

    page = manager_of_clinic.get(AUDIT).content.decode()

    assert "Ira Stone" in page
    assert str(lead.pk) in page
    assert str(theirs.pk) not in page
    assert "Marlowe" not in page
    assert "Northlight Ashland" not in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?action=viewed", True),
        ("?action=exported", False),
        ("?subject={lead}", True),
        ("?subject={clinic}", False),
        ("?subject=nonsense", None),
        ("?actor=999999", None),
        ("?clinic={clinic}", True),
    ],
)
def test_it_is_filtered(
    manager_of_clinic: Client, clinic: Clinic, make_lead: Callable[..., Lead], query: str, is_found: bool | None
) -> None:
    lead = make_lead(clinic)
    manager_of_clinic.get(reverse("leads:inspect", args=[lead.pk]))

    answer = manager_of_clinic.get(AUDIT + query.format(lead=lead.pk, clinic=clinic.pk))

    assert answer.status_code == 200
    if is_found is not None:
        assert (reverse("leads:inspect", args=[lead.pk]) in answer.content.decode()) == is_found


def test_the_network_reads_all_of_it_and_coordinators_none(
    client: Client, manager: StaffUser, coordinator: StaffUser, other_clinic: Clinic, now: datetime
) -> None:
    record(
        "viewed", actor=coordinator, subject_type="lead", subject_id=other_clinic.pk, clinic_id=other_clinic.pk, at=now
    )

    client.force_login(manager)
    assert "Northlight Ashland" in client.get(AUDIT).content.decode()
    client.force_login(coordinator)
    answer: Any = client.get(AUDIT)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_more_entries_cost_no_more_queries(
    manager_of_clinic: Client, clinic: Clinic, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(40):
        record("viewed", actor=None, subject_type="lead", subject_id=clinic.pk, clinic_id=clinic.pk, at=now)
    manager_of_clinic.get(AUDIT)

    with django_assert_max_num_queries(17):
        manager_of_clinic.get(AUDIT)
